/// The rows of one page, out of those that a query selects.
struct ListPart: Sendable {
    let selection: ListIndex.Selection
    let rows: ArraySlice<Int32>
    /// From 1; the last one where the query asks for one behind it.
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
