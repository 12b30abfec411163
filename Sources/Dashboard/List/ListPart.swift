/// The rows of one page of a query's results.
struct ListPart: Sendable {
    let selection: ListIndex.Selection
    let rows: ArraySlice<Int32>
    /// The number of the page, starting at 1. If the query asks for a later page than the last, it is the last.
    let page: Int
    let pages: Int

    init(_ index: ListIndex, _ query: ListQuery) {
        selection = index.select(query.filter, by: query.ordering)
        let count = selection.rows.count
        pages = max(1, (count + query.perPage - 1) / query.perPage)
        page = min(query.page, pages)
        let first = (page - 1) * query.perPage
        rows = selection.rows[first..<min(count, first + query.perPage)]
    }
}
