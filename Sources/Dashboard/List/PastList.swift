internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Ranking
internal import Synchronization

/// Numbers for portals that are the same in all lists, so that a past list needs no ids of its own.
final class PortalNumbers: Sendable {
    private let numbers = Mutex<[String: Int32]>([:])

    /// Returns the number of a portal, or nil if no list has had it.
    func number(of id: String) -> Int? { numbers.withLock { $0[id].map(Int.init) } }

    /// Returns the numbers of portals. New portals get new numbers.
    func assign(_ ids: [String]) -> [Int32] {
        numbers.withLock { numbers in
            ids.map { id in
                if let known = numbers[id] { return known }
                let number = Int32(numbers.count)
                numbers[id] = number
                return number
            }
        }
    }
}

/// The list of a past Sunday, as far as a portal's history needs it: a few bytes for each portal.
struct PastList: Sendable {
    /// The position of a portal on one Sunday.
    struct Standing: Sendable {
        let run: String
        let sunday: Day
        let rank: Int
        let probability: Double
        let band: String?
        let fit: Int?
        let intent: Int?
    }

    let run: String
    let sunday: Day
    let listed: Int
    private let portals: PortalNumbers
    /// The rank by portal number, or 0 for a portal that is not on the list.
    private let ranks: [Int32]
    private let probabilities: [Float]
    private let bands: [UInt8]
    private let fits: [Int8]
    private let intents: [Int8]

    /// Reads the primary list of a run.
    init(_ run: RunRecord, portals: PortalNumbers, connection: Connection) throws {
        let list = try ListLoader.primaryList(of: run)
        let rows = try connection.rows(
            """
            SELECT id, rank, \(name: list.probabilityColumn), band, fit, intent FROM read_parquet(\(literal: list.file))
            """
        ) { row in
            try (
                id: row.string("id") ?? "", rank: Int32(row.int("rank") ?? 0),
                probability: Float(row.double(list.probabilityColumn) ?? 0),
                band: row.string("band")?.utf8.first ?? 0, fit: Int8(clamping: row.int("fit") ?? -1),
                intent: Int8(clamping: row.int("intent") ?? -1)
            )
        }
        let numbers = portals.assign(rows.map(\.id))
        let size = Int(numbers.max() ?? -1) + 1
        var ranks = [Int32](repeating: 0, count: size)
        var probabilities = [Float](repeating: 0, count: size)
        var bands = [UInt8](repeating: 0, count: size)
        var fits = [Int8](repeating: -1, count: size)
        var intents = [Int8](repeating: -1, count: size)
        for (row, number) in zip(rows, numbers) {
            let number = Int(number)
            ranks[number] = row.rank
            probabilities[number] = row.probability
            bands[number] = row.band
            fits[number] = row.fit
            intents[number] = row.intent
        }
        self.run = run.id
        sunday = list.asOf
        listed = rows.count
        self.portals = portals
        self.ranks = ranks
        self.probabilities = probabilities
        self.bands = bands
        self.fits = fits
        self.intents = intents
    }

    /// Returns the rank of a portal, or nil if it was not on the list.
    func rank(of id: String) -> Int32? {
        guard let number = portals.number(of: id), number < ranks.count, ranks[number] > 0 else { return nil }
        return ranks[number]
    }

    /// Returns the position of a portal, or nil if it was not on the list.
    func standing(of id: String) -> Standing? {
        guard let number = portals.number(of: id), number < ranks.count, ranks[number] > 0 else { return nil }
        return Standing(
            run: run, sunday: sunday, rank: Int(ranks[number]), probability: Double(probabilities[number]),
            band: bands[number] == 0 ? nil : String(UnicodeScalar(bands[number])),
            fit: fits[number] < 0 ? nil : Int(fits[number]), intent: intents[number] < 0 ? nil : Int(intents[number]))
    }
}
