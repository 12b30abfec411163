internal import Base
internal import Boosting
internal import DuckDB
internal import Modeling
internal import Ranking
internal import Snapshots
internal import Sources

/// A page of the list in the API's form. Unknown values are left out.
struct ListAnswer: Encodable {
    struct Row: Encodable {
        let rank: Int
        let id: String
        let probability: Double
        let band: String?
        let status: String?
        /// The number of places gained since the Sunday before. Left out for a portal that was not on that list.
        let rankChange: Int?
        let fit: Int?
        let intent: Int?
        let actions: Int
        let expectedRevenue: Double?
        let industry: String?
        let size: String?
        let pattern: String?
        let urgency: String?
        let reason: String?

        init(_ index: ListIndex, _ row: Int) {
            let columns = index.columns
            rank = row + 1
            id = columns.ids[row]
            probability = columns.probability[row]
            band = columns.band[row]
            status = columns.status[row]
            rankChange = columns.previousRank[row] > 0 ? Int(columns.previousRank[row]) - (row + 1) : nil
            fit = columns.fit[row] < 0 ? nil : Int(columns.fit[row])
            intent = columns.intent[row] < 0 ? nil : Int(columns.intent[row])
            actions = Int(columns.actions[row])
            expectedRevenue = columns.revenue[row].isNaN ? nil : columns.revenue[row]
            industry = columns.industry[row]
            size = columns.size[row]
            pattern = columns.pattern[row]
            urgency = columns.urgency[row]
            let reason = columns.reason[row]
            self.reason = reason.isEmpty ? nil : reason
        }
    }

    let run: String
    let asOf: Day
    let usageThrough: Day
    let outcomesThrough: Day
    let previousSunday: Day?
    let model: String
    let horizon: Int
    let total: Int
    let selected: Int
    let expectedConversions: Double
    let expectedRevenue: Double?
    let page: Int
    let perPage: Int
    let pages: Int
    let rows: [Row]

    init(_ index: ListIndex, _ query: ListQuery) {
        let part = ListPart(index, query)
        run = index.run.id
        asOf = index.list.asOf
        usageThrough = index.snapshots.clocks.usageThrough
        outcomesThrough = index.snapshots.clocks.outcomesThrough
        previousSunday = index.previousSunday
        model = index.list.model.rawValue
        horizon = index.snapshots.horizon
        total = index.count
        selected = part.selection.rows.count
        expectedConversions = part.selection.expected
        expectedRevenue = part.selection.revenue
        page = part.page
        perPage = query.perPage
        pages = part.pages
        rows = part.rows.map { Row(index, Int($0)) }
    }
}
