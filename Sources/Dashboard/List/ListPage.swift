internal import Mustache
internal import ProspectCore

/// This week's list as the template `list` takes it.
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
        /// Orders the list by this column; nil where it cannot be ordered so.
        let href: String?
        let isNumber: Bool
        /// For screen readers; nil where the list is in another order.
        let sorted: String?
        let arrow: String?
    }

    struct Hidden {
        let name: String
        let value: String
    }

    let heading: String
    let subtitle: String
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
        heading = isThisWeek ? "This week’s list" : "The list of \(list.asOf)"
        let compared = index.previousSunday.map { " Ranks are compared with \($0)." } ?? ""
        subtitle =
            "Every free portal on \(list.asOf), by the \(list.model.title) model: most likely first to become a customer "
            + "within \(index.snapshots.horizon) days.\(compared)"
        figures = Self.figures(index)
        search = query.filter.search
        var hidden: [Hidden] = []
        if query.ordering != .byRank {
            hidden.append(Hidden(name: "sort", value: query.ordering.key.rawValue))
            hidden.append(Hidden(name: "order", value: query.ordering.isDescending ? "desc" : "asc"))
        }
        if let run = query.run { hidden.append(Hidden(name: "run", value: run)) }
        self.hidden = hidden
        filters = Self.filters(index, query.filter)
        let sizes = Set(ListQuery.pageSizes + [query.perPage]).sorted()
        self.sizes = sizes.map { Option(value: "\($0)", label: "\($0)", isChosen: $0 == query.perPage) }
        isFiltered = !query.filter.isEmpty
        var reset = ListQuery()
        reset.run = query.run
        resetAddress = reset.address("/")
        selected = Words.plural(part.selection.rows.count, "portal")
        let horizon = index.snapshots.horizon
        selectedExpected =
            "of which \(Words.decimal(part.selection.expected, 1)) are expected to convert within \(horizon) days"
            + (part.selection.revenue.map { ", for a first-year revenue of \(Words.money($0))" } ?? "")
        csvAddress = query.at(page: 1).address("/list.csv")
        headers = Self.headers(index, query)
        let firmographics = ListRowView.Labels(
            industry: index.industryColumn.map(Words.column), size: index.sizeColumn.map(Words.column))
        rows = part.rows.map { ListRowView(index, Int($0), labels: firmographics, run: query.run) }
        hasPages = part.pages > 1
        first = part.page > 2 ? query.at(page: 1).address("/") : nil
        previous = part.page > 1 ? query.at(page: part.page - 1).address("/") : nil
        next = part.page < part.pages ? query.at(page: part.page + 1).address("/") : nil
        last = part.page < part.pages - 1 ? query.at(page: part.pages).address("/") : nil
        pageText = "Page \(Words.count(part.page)) of \(Words.count(part.pages))"
    }

    private static func figures(_ index: ListIndex) -> [KeyFigure] {
        let forecast = index.list.forecast
        var figures = [
            KeyFigure(label: "Portals", value: Words.count(index.count), detail: nil),
            KeyFigure(
                label: "Expected conversions", value: Words.decimal(forecast.conversions.expected, 1),
                detail: "90%: \(forecast.conversions.low) to \(forecast.conversions.high)"),
        ]
        if let revenue = forecast.revenue {
            figures.append(
                KeyFigure(
                    label: "Expected first-year revenue", value: Words.money(revenue.expected),
                    detail: "90%: \(Words.money(revenue.low)) to \(Words.money(revenue.high))"))
        }
        for band in forecast.bands {
            figures.append(
                KeyFigure(
                    label: "Band \(band.band.rawValue)", value: Words.count(band.portals),
                    detail: "expected \(Words.decimal(band.expected, 1))"))
        }
        return figures
    }

    private static func filters(_ index: ListIndex, _ filter: ListFilter) -> [Filter] {
        func options(_ column: Interned, _ chosen: [String], none: String, title: (String) -> String = { $0 })
            -> [Option]
        {
            var options = column.values.enumerated().map { place, value in
                Option(
                    value: value, label: "\(title(value)) (\(Words.count(column.counts[place])))",
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
                options: options(columns.urgency, filter.urgency, none: "Without a playbook", title: Words.title)),
        ]
        if let name = index.industryColumn {
            filters.append(
                Filter(
                    name: "industry", label: Words.column(name),
                    options: options(columns.industry, filter.industry, none: "Not known")))
        }
        if let name = index.sizeColumn {
            filters.append(
                Filter(
                    name: "size", label: Words.column(name),
                    options: options(columns.size, filter.size, none: "Not known")))
        }
        filters.append(
            Filter(
                name: "status", label: "Status",
                options: options(columns.status, filter.status, none: "Not known", title: Words.title)))
        return filters.filter { !$0.options.isEmpty }
    }

    private static func headers(_ index: ListIndex, _ query: ListQuery) -> [Header] {
        var columns: [(SortKey, String, Bool)] = [
            (.rank, "Rank", true), (.id, "Portal", false), (.probability, "Probability", true), (.band, "Band", false),
            (.change, "Change", true), (.fit, "Fit", true), (.intent, "Intent", true), (.actions, "Actions", true),
        ]
        if let name = index.industryColumn { columns.append((.industry, Words.column(name), false)) }
        if let name = index.sizeColumn { columns.append((.size, Words.column(name), false)) }
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
