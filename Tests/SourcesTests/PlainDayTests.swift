import DuckDB
import Testing

@testable import Sources

/// `PlainDay` reads what DuckDB reads, or leaves it to DuckDB.
@Suite struct PlainDayTests {
    private static func read(_ text: String) -> Int32? {
        var text = text
        return text.withUTF8 { PlainDay.day($0) }
    }

    /// Every day of four centuries and more, those without a leap day included.
    @Test func everyDay() throws {
        let days = try Database.open().connect().rows(
            """
            SELECT day::VARCHAR, day FROM (
                SELECT unnest(generate_series(DATE '1890-01-01', DATE '2310-12-31', INTERVAL 1 DAY))::DATE AS day)
            """
        ) { ($0.string(0)!, Int32($0.int(1)!)) }
        #expect(days.count > 150_000)
        for (text, day) in days where Self.read(text) != day { Issue.record("\(text)") }
    }

    @Test(arguments: [
        "2026-06-12", "2026-06-12 00:00:00", "2026-06-12T23:59:59", "2026-06-12 07:30:00.000",
        "2024-02-29 00:00:00.000001",
    ])
    func plainForms(text: String) throws {
        #expect(try Self.read(text) == Self.cast(text))
        #expect(Self.read(text) != nil)
    }

    /// None of these is plain; some of them are a day to DuckDB all the same.
    @Test(arguments: [
        "", "2026", "2026-6-12", "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
        "2026/06/12", " 2026-06-12", "2026-06-12 ", "2026-06-12Z", "2026-06-12 24:00:00", "2026-06-12 10:60:00",
        "2026-06-12 10:00:60", "2026-06-12 10:00", "2026-06-12 10:00:00.", "2026-06-12 10:00:00.12345678",
        "2026-06-12T10:00:00Z", "2026-06-12 23:00:00-05", "2026-06-12 10:00:00x", "0000-01-01", "20a6-06-12",
        "12026-06-12",
        "２０２６-06-12",
    ])
    func everythingElseIsLeft(text: String) { #expect(Self.read(text) == nil) }

    private static func cast(_ text: String) throws -> Int32? {
        try Database.open().connect().row("SELECT TRY_CAST(\(literal: text) AS TIMESTAMP)::DATE") {
            $0.int(0).map(Int32.init)
        }
    }
}
