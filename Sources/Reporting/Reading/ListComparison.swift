internal import Base
internal import Boosting
package import DuckDB
package import Ranking

/// Compares a list with an earlier Sunday's.
package struct ListComparison {
    /// The number of portals from the top that are compared.
    package static let top = 50
    /// The rank up to which a portal can be a climber.
    private static let near = 200
    private static let climbers = 10

    private let current: RankedList
    private let earlier: RankedList
    private let portalsFile: String
    private let connection: Connection

    /// Prepares a comparison.
    ///
    /// - Parameters:
    ///   - current: The list, with its file.
    ///   - earlier: The list of the earlier run, with its file.
    ///   - portalsFile: The file of all portals as of the current Sunday.
    package init(current: RankedList, earlier: RankedList, portalsFile: String, connection: Connection) {
        self.current = current
        self.earlier = earlier
        self.portalsFile = portalsFile
        self.connection = connection
    }

    package func changes() throws -> ListChanges {
        // The table holds only what the page can show: portals near the top of a list, or customers since then.
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE compared_lists AS
            SELECT coalesce(n.id, e.id) AS id, n.rank AS rank, e.rank AS earlier, n.p AS p, e.p AS earlier_p
            FROM (\(unsafe: Self.rows(current))) n FULL JOIN (\(unsafe: Self.rows(earlier))) e ON n.id = e.id
            """)
        defer { try? connection.execute("DROP TABLE compared_lists") }
        func places(_ condition: String, order: String, limit: Int? = nil) throws -> [ListChanges.Place] {
            try connection.rows(
                """
                SELECT id, rank, earlier, p, earlier_p FROM compared_lists WHERE \(unsafe: condition) ORDER BY \(unsafe: order), id
                \(unsafe: limit.map { "LIMIT \($0)" } ?? "")
                """
            ) {
                .init(
                    id: $0.string(0)!, rank: $0.int(1), earlierRank: $0.int(2), probability: $0.double(3),
                    earlierProbability: $0.double(4))
            }
        }
        let top = Self.top
        return ListChanges(
            earlier: earlier.asOf, earlierModel: earlier.model, top: top,
            entered: try places("rank <= \(top) AND coalesce(earlier, \(top + 1)) > \(top)", order: "rank"),
            left: try places("earlier <= \(top) AND coalesce(rank, \(top + 1)) > \(top)", order: "earlier"),
            climbers: try places(
                "rank <= \(Self.near) AND earlier > rank", order: "earlier / rank DESC, rank", limit: Self.climbers),
            newCustomers: try customers())
    }

    private func customers() throws -> [ListChanges.Customer] {
        try connection.rows(
            """
            SELECT c.id, c.close_date, l.earlier, l.earlier_p
            FROM (SELECT id, close_date FROM read_parquet(\(literal: portalsFile))
                WHERE close_date > DATE '\(unsafe: earlier.asOf)' AND close_date <= DATE '\(unsafe: current.asOf)') c
            LEFT JOIN compared_lists l ON l.id = c.id
            ORDER BY l.earlier NULLS LAST, c.close_date, c.id
            """
        ) {
            .init(
                id: $0.string(0)!, closeDate: Day(daysSinceEpoch: Int32($0.int(1)!)), earlierRank: $0.int(2),
                earlierProbability: $0.double(3))
        }
    }

    private static func rows(_ list: RankedList) -> String {
        """
        SELECT id, rank, \(list.probabilityColumn) AS p FROM read_parquet(\(SQL.literal(list.file)))
        """
    }
}
