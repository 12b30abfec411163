internal import Base
internal import Boosting
internal import Modeling
internal import Mustache
internal import Playbooks
internal import Ranking
internal import Reporting
internal import Snapshots
internal import Sources

/// This week's list in the form of the template `list`.
struct ListPage {
    struct Option {
        let value: String
        let label: String
        let isChosen: Bool
    }

    struct Filter {
        let name: String
        let label: String
        let options: [Option]
    }

    struct Header {
        let label: String
        /// The address that orders the list by this column, or nil if the column cannot be ordered.
        let href: String?
        let isNumber: Bool
        /// The order for screen readers, or nil if the list is in another order.
        let sorted: String?
        let arrow: String?
    }

    struct Hidden {
        let name: String
        let value: String
    }

    /// What to do with the list, and where to find the portals for it.
    struct Lead {
        let text: String
        let href: String
        let link: String
    }

    let heading: String
    let subtitle: String
    let modelAddress: String
    let leads: [Lead]
    let hasLeads: Bool
    let figures: [KeyFigure]
    let search: String
    let hidden: [Hidden]
    let filters: [Filter]
    let sizes: [Option]
    let isFiltered: Bool
    let resetAddress: String
    let selected: String
    let selectedExpected: String
    let csvAddress: String
    let headers: [Header]
    let rows: [ListRowView]
    let hasPages: Bool
    let first: String?
    let previous: String?
    let next: String?
    let last: String?
    let pageText: String

    init(_ index: ListIndex, _ query: ListQuery, _ part: ListPart, isThisWeek: Bool) {
        let list = index.list
        heading = isThisWeek ? "This week’s list" : "The list for \(list.asOf.withWeekday)"
        let compared = index.previousSunday.map { " Ranks are compared with \($0)." } ?? ""
        subtitle =
            "Every free portal on \(list.asOf.withWeekday): most likely first to become a customer within "
            + "\(Numbers.count(index.snapshots.horizon, "day")).\(compared)"
            + (isThisWeek ? "" : " \(index.snapshots.clocks.phrase).")
            // The basis is mentioned if it is weaker than checked models.
            + (list.basis.map { $0.rung == .validated && $0.notMeasured == nil ? "" : " \($0.text)" } ?? "")
        modelAddress = QueryParameters.address("/model", query.run.map { [("run", $0)] } ?? [])
        leads = Self.leads(index, run: query.run)
        hasLeads = !leads.isEmpty
        figures = Self.figures(index)
        search = query.filter.search
        var hidden: [Hidden] = []
        if query.ordering != .byRank {
            hidden.append(Hidden(name: "sort", value: query.ordering.key.rawValue))
            hidden.append(Hidden(name: "order", value: query.ordering.isDescending ? "desc" : "asc"))
        }
        if let run = query.run { hidden.append(Hidden(name: "run", value: run)) }
        self.hidden = hidden
        let sizes = Set(ListQuery.pageSizes + [query.perPage]).sorted()
        self.sizes = sizes.map { Option(value: "\($0)", label: "\($0)", isChosen: $0 == query.perPage) }
        isFiltered = !query.filter.isEmpty
        var reset = ListQuery()
        reset.run = query.run
        resetAddress = reset.address("/")
        selected = Numbers.count(part.selection.rows.count, "portal")
        let horizon = index.snapshots.horizon
        selectedExpected =
            "of which \(Numbers.decimal(part.selection.expected, 1)) are expected to convert within \(Numbers.count(horizon, "day"))"
            + (part.selection.revenue.map { ", for a first-year revenue of \(Numbers.money($0))" } ?? "")
        csvAddress = query.at(page: 1).address("/list.csv")
        let titles = SignalTitles(index.snapshots)
        let firmographics = ListRowView.Labels(
            industry: index.industryColumn.map { titles.title(.firmographic($0)) },
            size: index.sizeColumn.map { titles.title(.firmographic($0)) })
        headers = Self.headers(index, query, labels: firmographics)
        filters = Self.filters(index, query.filter, labels: firmographics)
        rows = part.rows.map { ListRowView(index, Int($0), labels: firmographics, run: query.run) }
        hasPages = part.pages > 1
        first = part.page > 2 ? query.at(page: 1).address("/") : nil
        previous = part.page > 1 ? query.at(page: part.page - 1).address("/") : nil
        next = part.page < part.pages ? query.at(page: part.page + 1).address("/") : nil
        last = part.page < part.pages - 1 ? query.at(page: part.pages).address("/") : nil
        pageText = "Page \(Numbers.count(part.page)) of \(Numbers.count(part.pages))"
    }

    private static func leads(_ index: ListIndex, run: String?) -> [Lead] {
        func address(_ change: (inout ListFilter) -> Void) -> String {
            var query = ListQuery()
            query.run = run
            change(&query.filter)
            return query.address("/")
        }
        var leads: [Lead] = []
        let urgent = Urgency.reachOutNow.rawValue
        if let place = index.columns.urgency.values.firstIndex(of: urgent) {
            let count = index.columns.urgency.counts[place]
            leads.append(
                Lead(
                    text:
                        "Reach out now: \(Numbers.count(count, "portal")) whose playbook says so, each with a first message.",
                    href: address { $0.urgency = [urgent] }, link: "Show them"))
        }
        let promise = index.list.forecast.conversions.expected
        if let best = index.list.forecast.bands.first, promise > 0 {
            leads.append(
                Lead(
                    text: (leads.isEmpty ? "Begin with" : "Then the rest of") + " band \(best.band.rawValue): its "
                        + "\(Numbers.count(best.portals, "portal")) hold \(Numbers.share(best.expected / promise)) of the "
                        + "expected conversions.",
                    href: address { $0.band = [best.band.rawValue] }, link: "Show them"))
        }
        return leads
    }

    private static func figures(_ index: ListIndex) -> [KeyFigure] {
        let forecast = index.list.forecast
        var figures = [
            KeyFigure(label: "Portals", value: Numbers.count(index.count)),
            KeyFigure(
                label: "Conversions expected within \(Numbers.count(index.snapshots.horizon, "day"))",
                value: Numbers.decimal(forecast.conversions.expected, 1),
                note: "90% interval \(forecast.conversions.low) to \(forecast.conversions.high)"),
        ]
        if let revenue = forecast.revenue {
            figures.append(
                KeyFigure(
                    label: "Expected first-year revenue", value: Numbers.money(revenue.expected),
                    note: "90% interval \(Numbers.money(revenue.low)) to \(Numbers.money(revenue.high))"))
        }
        for band in forecast.bands {
            figures.append(
                KeyFigure(
                    label: "Band \(band.band.rawValue)", value: Numbers.count(band.portals),
                    note: "\(Numbers.decimal(band.expected, 1)) conversions expected"))
        }
        return figures
    }

    private static func filters(
        _ index: ListIndex, _ filter: ListFilter, labels: ListRowView.Labels
    ) -> [Filter] {
        func options(_ column: Interned, _ chosen: [String], none: String, titles: [String]? = nil)
            -> [Option]
        {
            var options = column.values.enumerated().map { place, value in
                Option(
                    value: value, label: "\(titles?[place] ?? value) (\(Numbers.count(column.counts[place])))",
                    isChosen: chosen.contains(value))
            }
            if column.hasMissing, !column.values.isEmpty {
                options.append(
                    Option(value: Interned.nothing, label: none, isChosen: chosen.contains(Interned.nothing)))
            }
            return options
        }
        let columns = index.columns
        var filters = [
            Filter(name: "band", label: "Band", options: options(columns.band, filter.band, none: "No band")),
            Filter(
                name: "pattern", label: "Pattern",
                options: options(columns.pattern, filter.pattern, none: "Without a playbook")),
            Filter(
                name: "urgency", label: "Urgency",
                options: options(
                    columns.urgency, filter.urgency, none: "Without a playbook",
                    titles: columns.urgency.values.map(Titles.name))),
        ]
        if let label = labels.industry {
            filters.append(
                Filter(
                    name: "industry", label: label,
                    options: options(
                        columns.industry, filter.industry, none: "Not known", titles: index.industryTitles)))
        }
        if let label = labels.size {
            filters.append(
                Filter(
                    name: "size", label: label,
                    options: options(columns.size, filter.size, none: "Not known", titles: index.sizeTitles)))
        }
        filters.append(
            Filter(
                name: "status", label: "Status",
                options: options(
                    columns.status, filter.status, none: "Not known",
                    titles: columns.status.values.map(Titles.name))))
        return filters.filter { !$0.options.isEmpty }
    }

    /// Returns the heading of the actions: "Actions in 30 days".
    static func actionsLabel(_ index: ListIndex) -> String {
        "Actions in \(Numbers.count(index.snapshots.longestWindow, "day"))"
    }

    private static func headers(
        _ index: ListIndex, _ query: ListQuery, labels: ListRowView.Labels
    ) -> [Header] {
        var columns: [(SortKey, String, Bool)] = [
            (.rank, "Rank", true), (.id, "Portal", false), (.probability, "Probability", true), (.band, "Band", false),
            (.change, "Change", true), (.fit, "Fit", true), (.intent, "Intent", true),
            (.actions, actionsLabel(index), true),
        ]
        if let label = labels.industry { columns.append((.industry, label, false)) }
        if let label = labels.size { columns.append((.size, label, false)) }
        columns += [(.pattern, "Pattern", false), (.urgency, "Urgency", false)]
        let headers = columns.map { key, label, isNumber in
            let isSorted = query.ordering.key == key
            return Header(
                label: label, href: query.sorted(by: key).address("/"), isNumber: isNumber,
                sorted: isSorted ? (query.ordering.isDescending ? "descending" : "ascending") : nil,
                arrow: isSorted ? (query.ordering.isDescending ? "▼" : "▲") : nil)
        }
        let reason = Header(
            label: "Strongest reason", href: nil, isNumber: false, sorted: nil, arrow: nil)
        return headers + [reason]
    }
}
