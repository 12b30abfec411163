internal import Arrow
internal import DuckDB

/// Rows of numbers that depend on their place alone, the last column being a label of which 2% are 1.
struct Matrix {
    let table: ArrowTable
    let features: [Int]
    let label: Int
    let rows: Int

    init(rows: Int, columns: Int) throws {
        // Rounded to thousandths, with one value in nine missing in every third column.
        func number(_ column: Int) -> String { "((hash(i, \(column)) % 1000) / 1000.0)::DOUBLE" }
        let values = (0..<columns).map { column in
            let value =
                column % 3 == 0 ? "CASE WHEN hash(i, \(column), 1) % 9 > 0 THEN \(number(column)) END" : number(column)
            return "\(value) AS f\(column)"
        }
        let chance = "0.06 * \(number(1)) * \(number(2)) + 0.005"
        table = try ArrowTable.read(
            Database.open(settings: ["threads": "1"]).connect().arrowStream(
                """
                SELECT \(unsafe: values.joined(separator: ", ")),
                    ((hash(i, 'label') % 1000000) / 1e6 < \(unsafe: chance))::INTEGER::FLOAT AS label
                FROM range(\(unsafe: rows)) t(i) ORDER BY i
                """))
        features = Array(0..<columns)
        label = columns
        self.rows = rows
    }
}
