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
            FROM (\(Self.rows(current))) n FULL JOIN (\(Self.rows(earlier))) e ON n.id = e.id
            """)
        defer { try? connection.execute("DROP TABLE compared_lists") }
        func places(_ condition: SQL, order: SQL, limit: Int? = nil) throws -> [ListChanges.Place] {
            try connection.rows(
                """
                SELECT id, rank, earlier, p, earlier_p FROM compared_lists WHERE \(condition) ORDER BY \(order), id
                \(limit.map { "LIMIT \($0)" as SQL } ?? "")
                """
            ) {
                try .init(
                    id: $0.string("id")!, rank: $0.int("rank"), earlierRank: $0.int("earlier"),
                    probability: $0.double("p"), earlierProbability: $0.double("earlier_p"))
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
                WHERE close_date > \(earlier.asOf) AND close_date <= \(current.asOf)) c
            LEFT JOIN compared_lists l ON l.id = c.id
            ORDER BY l.earlier NULLS LAST, c.close_date, c.id
            """
        ) {
            try .init(
                id: $0.string("id")!, closeDate: Day(daysSinceEpoch: Int32($0.int("close_date")!)),
                earlierRank: $0.int("earlier"), earlierProbability: $0.double("earlier_p"))
        }
    }

    private static func rows(_ list: RankedList) -> SQL {
        """
        SELECT id, rank, \(name: list.probabilityColumn) AS p FROM read_parquet(\(literal: list.file))
        """
    }
}
