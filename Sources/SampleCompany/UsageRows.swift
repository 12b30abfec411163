internal import Base
internal import DuckDB
internal import Sources

/// The rows of the usage table.
///
/// Portals are simulated in blocks and the rows of each block are shuffled, since readers must not rely on the order of
/// an export. Only one block is in memory.
final class UsageRows: RowSource {
    private static let portalsPerBlock = 1_024

    private let company: SampleCompany
    private let ids: PortalIdentifiers
    private let step: SampleStep
    private var nextPortal = 0
    private var block: [UsageRow] = []
    private var nextRow = 0

    init(of company: SampleCompany, step: SampleStep) {
        self.company = company
        ids = PortalIdentifiers(seed: company.seed)
        self.step = step
    }

    var columns: [(name: String, type: ColumnType)] {
        let names = ColumnNames()
        let counts = names.counts.map { (name: $0, type: ColumnType.integer) }
        return [(names.timestamp, .date)] + counts + [(names.id, .integer)]
    }

    func fill(_ chunk: OutputChunk) throws -> Int {
        while nextRow == block.count {
            guard nextPortal < company.portals else { return 0 }
            try step.reach(nextPortal)
            makeBlock()
        }
        let filled = min(chunk.capacity, block.count - nextRow)
        let rows = block[nextRow..<nextRow + filled]
        write(rows, into: chunk)
        nextRow += filled
        return filled
    }

    private func makeBlock() {
        block.removeAll(keepingCapacity: true)
        nextRow = 0
        let end = min(company.portals, nextPortal + Self.portalsPerBlock)
        var shuffler = SeededGenerator(
            seed: UInt64(bitPattern: Int64(company.seed)) ^ 0x7368_7566_666C_6521, stream: UInt64(nextPortal))
        for number in nextPortal..<end {
            _ = PortalSimulation.run(company, portal: number, ids: ids, usage: &block)
        }
        nextPortal = end
        block.shuffle(using: &shuffler)
    }

    private func write(_ rows: ArraySlice<UsageRow>, into chunk: OutputChunk) {
        rows.withUnsafeBufferPointer { rows in
            let days = chunk.column(0, as: Int32.self)
            let ids = chunk.column(9, as: Int32.self)
            for (index, row) in rows.enumerated() {
                days[index] = row.day.daysSinceEpoch
                ids[index] = row.id
            }
            for module in 0..<4 {
                let actions = chunk.column(1 + module, as: Int32.self)
                let users = chunk.column(5 + module, as: Int32.self)
                for (index, row) in rows.enumerated() {
                    actions[index] = row.actions[module]
                    users[index] = row.users[module]
                }
            }
        }
    }
}
