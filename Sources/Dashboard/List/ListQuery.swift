internal import HTTPTypes
internal import Hummingbird

/// A filter for the rows of the list.
struct ListFilter: Hashable, Sendable {
    var search = ""
    var band: [String] = []
    var pattern: [String] = []
    var urgency: [String] = []
    var industry: [String] = []
    var size: [String] = []
    var status: [String] = []

    var isEmpty: Bool { self == ListFilter() }
}

/// A page of the list, as specified in its address.
struct ListQuery: Equatable, Sendable {
    static let pageSizes = [25, 50, 100, 200]
    static let defaultPageSize = 50
    /// Maximum number of rows of a page.
    static let largestPage = 500
    static let longestSearch = 100

    var filter = ListFilter()
    var ordering = ListIndex.Ordering.byRank
    var page = 1
    var perPage = defaultPageSize
    /// The id of a run other than this week's.
    var run: String?

    /// The names of the parameters.
    static let names: Set<String> = [
        "q", "band", "pattern", "urgency", "industry", "size", "status", "sort", "order", "page", "per_page", "run",
    ]

    init() {}

    /// Reads a query.
    ///
    /// - Throws: `HTTPError` 400 if a parameter is unknown or has an invalid value.
    init(_ parameters: QueryParameters) throws(HTTPError) {
        try parameters.allow(Self.names)
        filter.search = parameters["q"]?.trimmed ?? ""
        guard filter.search.count <= Self.longestSearch else {
            throw HTTPError(.badRequest, message: "A search has at most \(Self.longestSearch) characters.")
        }
        filter.band = parameters.all("band")
        filter.pattern = parameters.all("pattern")
        filter.urgency = parameters.all("urgency")
        filter.industry = parameters.all("industry")
        filter.size = parameters.all("size")
        filter.status = parameters.all("status")
        if let name = parameters["sort"] {
            guard let key = SortKey(rawValue: name) else {
                let known = SortKey.allCases.map(\.rawValue).joined(separator: ", ")
                throw HTTPError(.badRequest, message: "The list can be sorted by \(known).")
            }
            ordering = .init(key: key, isDescending: key.isDescendingFirst)
        }
        switch parameters["order"] {
        case nil: break
        case "asc": ordering.isDescending = false
        case "desc": ordering.isDescending = true
        default: throw HTTPError(.badRequest, message: "The order is asc or desc.")
        }
        page = try parameters.number("page", in: 1...1_000_000) ?? page
        perPage = try parameters.number("per_page", in: 1...Self.largestPage) ?? perPage
        run = parameters["run"]
    }

    /// Returns the query for another page.
    func at(page: Int) -> ListQuery {
        var query = self
        query.page = page
        return query
    }

    /// Returns the query in another order, from the first page. A second click reverses the order.
    func sorted(by key: SortKey) -> ListQuery {
        var query = at(page: 1)
        let isAgain = key == ordering.key
        query.ordering = .init(key: key, isDescending: isAgain ? !ordering.isDescending : key.isDescendingFirst)
        return query
    }

    /// The query as parameters, without those that have their default.
    var parameters: [(String, String)] {
        var pairs: [(String, String)] = []
        if !filter.search.isEmpty { pairs.append(("q", filter.search)) }
        for (name, values) in [
            ("band", filter.band), ("pattern", filter.pattern), ("urgency", filter.urgency),
            ("industry", filter.industry), ("size", filter.size), ("status", filter.status),
        ] {
            pairs += values.map { (name, $0) }
        }
        if ordering != .byRank {
            pairs.append(("sort", ordering.key.rawValue))
            if ordering.isDescending != ordering.key.isDescendingFirst {
                pairs.append(("order", ordering.isDescending ? "desc" : "asc"))
            }
        }
        if perPage != Self.defaultPageSize { pairs.append(("per_page", "\(perPage)")) }
        if let run { pairs.append(("run", run)) }
        if page > 1 { pairs.append(("page", "\(page)")) }
        return pairs
    }

    /// Returns the address of the page.
    func address(_ path: String) -> String { QueryParameters.address(path, parameters) }
}
