internal import Base
internal import DuckDB
internal import Sources

/// The rows of the table of customers or of free portals, in the order of the portals' numbers.
///
/// The number of a portal is independent of whether it converts, and its id is independent of its number.
final class PortalRows: RowSource {
    /// Whether the rows are customers. Otherwise they are free portals.
    private let givesCustomers: Bool
    private let company: SampleCompany
    private let ids: PortalIdentifiers
    private let step: SampleStep
    private var nextPortal = 0
    private var usage: [UsageRow] = []

    init(of company: SampleCompany, customers: Bool, step: SampleStep) {
        self.company = company
        givesCustomers = customers
        ids = PortalIdentifiers(seed: company.seed)
        self.step = step
    }

    var columns: [(name: String, type: ColumnType)] {
        let names = ColumnNames()
        let types: [ColumnType] = [.integer, .varchar, .varchar]
        let firmographics = zip(Firmographic.defaults, types).map { (name: $0.column, type: $1) }
        let sale: [(name: String, type: ColumnType)] = [(names.closeDate, .date), (names.revenue ?? "MRR", .double)]
        return firmographics + [(names.id, .integer)] + (givesCustomers ? sale : [])
    }

    func fill(_ chunk: OutputChunk) throws -> Int {
        var filled = 0
        while filled < chunk.capacity, nextPortal < company.portals {
            if nextPortal % 1_024 == 0 { try step.reach(nextPortal) }
            usage.removeAll(keepingCapacity: true)
            let life = PortalSimulation.run(company, portal: nextPortal, ids: ids, usage: &usage)
            nextPortal += 1
            guard (life.closed != nil) == givesCustomers else { continue }
            write(life, into: chunk, row: filled)
            filled += 1
        }
        return filled
    }

    private func write(_ life: PortalLife, into chunk: OutputChunk, row: Int) {
        if let rank = life.company.webRank {
            chunk.column(0, as: Int32.self)[row] = rank
        } else {
            chunk.setNull(0, row)
        }
        if let range = life.company.employeeRange {
            chunk.setString(1, row, range)
        } else {
            chunk.setNull(1, row)
        }
        if let industry = life.company.industry {
            chunk.setString(2, row, industry)
        } else {
            chunk.setNull(2, row)
        }
        chunk.column(3, as: Int32.self)[row] = life.id
        if let closed = life.closed {
            chunk.column(4, as: Int32.self)[row] = closed.daysSinceEpoch
            chunk.column(5, as: Double.self)[row] = life.revenue
        }
    }
}
