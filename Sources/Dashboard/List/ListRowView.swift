internal import Base
internal import Mustache
internal import Reporting

/// A row of the list in the form of the template. It avoids reflection, because there are many rows.
struct ListRowView: MustacheParent {
    struct Labels {
        let industry: String?
        let size: String?
    }

    private let index: ListIndex
    private let row: Int
    private let labels: Labels
    private let run: String?

    init(_ index: ListIndex, _ row: Int, labels: Labels, run: String?) {
        self.index = index
        self.row = row
        self.labels = labels
        self.run = run
    }

    func child(named name: String) -> Any? {
        let columns = index.columns
        switch name {
        case "rank": return Numbers.count(row + 1)
        case "id": return columns.ids[row]
        case "href": return PortalPage.address(columns.ids[row], run: run)
        case "probability": return Numbers.percent(columns.probability[row])
        case "band": return columns.band[row]
        case "change": return Self.change(columns.previousRank[row], row: row, isCompared: index.previousSunday != nil)
        case "fit": return columns.fit[row] < 0 ? "–" : "\(columns.fit[row])"
        case "intent": return columns.intent[row] < 0 ? "–" : "\(columns.intent[row])"
        case "actionsLabel": return ListPage.actionsLabel(index)
        case "actions": return Numbers.count(Int(columns.actions[row]))
        case "hasIndustry": return labels.industry != nil
        case "industryLabel": return labels.industry
        case "industry": return Self.title(columns.industry.codes[row], index.industryTitles)
        case "hasSize": return labels.size != nil
        case "sizeLabel": return labels.size
        case "size": return Self.title(columns.size.codes[row], index.sizeTitles)
        case "pattern": return columns.pattern[row] ?? "–"
        case "urgency": return columns.urgency[row].map(Titles.name) ?? "–"
        case "reason":
            let reason = columns.reason[row]
            return reason.isEmpty ? "–" : reason
        default: return nil
        }
    }

    private static func title(_ code: Int32, _ titles: [String]) -> String { code < 0 ? "–" : titles[Int(code)] }

    /// Returns the change of a rank since the Sunday before: `+3` is three places better.
    static func change(_ previous: Int32, row: Int, isCompared: Bool) -> String {
        guard isCompared else { return "–" }
        guard previous > 0 else { return "new" }
        let change = Int(previous) - (row + 1)
        return change == 0 ? "0" : change > 0 ? "+\(Numbers.count(change))" : Numbers.count(change)
    }
}
