import Base
import Testing

@testable import Sources

/// Which day a text is under each form.
@Suite struct DateTextTests {
    private func day(_ text: String, _ form: DayReader.Form, _ zone: String = "UTC") -> String? {
        var text = text
        let reader = DayReader(form, zone: ZoneOffsets(name: zone)!)
        return text.withUTF8 { reader.day($0) }.map { Day(daysSinceEpoch: $0).description }
    }

    @Test(arguments: [
        ("2024-02-25", "2024-02-25"), (" 2024-2-5 ", "2024-02-05"), ("2024/02/25", "2024-02-25"),
        ("2024.02.25", "2024-02-25"), ("20240225", "2024-02-25"), ("2024-02-25T10:00Z", "2024-02-25"),
        ("20240225T101500Z", "2024-02-25"), ("2024-02-25 10:00:00,123", "2024-02-25"),
        ("2024-02-25 7:58 PM", "2024-02-25"), ("2024-02-25 23:59:59.999999999", "2024-02-25"),
        ("25 Feb 2024", "2024-02-25"), ("25-FEB-2024 19:58", "2024-02-25"), ("25Feb2024", "2024-02-25"),
        ("25. February 2024", "2024-02-25"), ("Feb 25, 2024", "2024-02-25"), ("Feb. 25 2024", "2024-02-25"),
        ("Sunday, February 25, 2024", "2024-02-25"), ("Sun, 25 Feb 2024 10:00:00 +0000", "2024-02-25"),
        ("February 25th, 2024 at 7:58 p.m.", "2024-02-25"), ("25th of February 2024", "2024-02-25"),
        ("2024-Feb-25", "2024-02-25"), ("Sept 9, 2024", "2024-09-09"),
        ("Sun Feb 25 2024 23:30:00 GMT-0800 (Pacific Standard Time)", "2024-02-26"),
        ("2024-02-29", "2024-02-29"), ("2023-02-29", nil), ("2024-13-01", nil), ("2024-02-25 25:00", nil),
        ("2024-02-25 10", nil), ("2024-W08-7", nil), ("2024-056", nil), ("25 Fév 2024", nil), ("25.02.2024", nil),
        ("02/25/24", nil), ("45347", nil), ("", nil), ("soon", nil), ("12", nil), ("2024", nil), ("10:00", nil),
        ("2024-02-25 10:00 CET", nil),
    ])
    func standard(text: String, expected: String?) { #expect(day(text, .standard) == expected) }

    @Test(
        arguments: [
            ("2/25/2024 19:58", .monthFirst, "2024-02-25"), ("02-25-2024", .monthFirst, "2024-02-25"),
            ("25/2/2024", .monthFirst, nil), ("25.02.2024", .dayFirst, "2024-02-25"),
            ("3/4/2024", .dayFirst, "2024-04-03"),
            ("3/4/2024", .monthFirst, "2024-03-04"), ("2024-02-25", .dayFirst, "2024-02-25"),
            // 45347 days after 1899-12-30; its last millisecond but one half is the next day.
            ("45347", .excel, "2024-02-25"), ("45347.83", .excel, "2024-02-25"),
            ("45346.9999999999", .excel, "2024-02-25"),
            ("20240225", .excel, nil), ("1708819200", .epoch(partsPerSecond: 1), "2024-02-25"),
            ("1708819199", .epoch(partsPerSecond: 1), "2024-02-24"),
            ("1708905599999", .epoch(partsPerSecond: 1e3), "2024-02-25"),
            ("-1", .epoch(partsPerSecond: 1), "1969-12-31"),
            ("1.7088192E+12", .epoch(partsPerSecond: 1e3), "2024-02-25"),
            ("1708819200000000", .epoch(partsPerSecond: 1e6), "2024-02-25"),
            ("25.02.24", .pattern("%d.%m.%y"), "2024-02-25"), ("25.02.2024", .pattern("%d.%m.%y"), nil),
            ("2/25/99 7:58 PM", .pattern("%-m/%-d/%y %I:%M %p"), "1999-02-25"),
            ("2024 056", .pattern("%Y %j"), "2024-02-25"),
            ("20242502", .pattern("%Y%d%m"), "2024-02-25"), ("20240225", .pattern("%Y%d%m"), nil),
        ] as [(String, DayReader.Form, String?)])
    func others(text: String, form: DayReader.Form, expected: String?) { #expect(day(text, form) == expected) }

    /// An instant belongs to the zone's day, before and after the clocks change; a wall clock to the day that is written.
    @Test(arguments: [
        ("2024-03-31T22:30:00Z", "Europe/Berlin", "2024-04-01"),
        ("2024-03-30T22:30:00Z", "Europe/Berlin", "2024-03-30"),
        ("2024-10-26T22:30:00Z", "Europe/Berlin", "2024-10-27"),
        ("2024-10-27T22:30:00Z", "Europe/Berlin", "2024-10-27"),
        ("2024-02-25T07:59:59Z", "America/Los_Angeles", "2024-02-24"),
        ("2024-02-25T08:00:00Z", "America/Los_Angeles", "2024-02-25"),
        ("2024-02-25T18:15:00Z", "Asia/Kathmandu", "2024-02-26"),
        ("2024-02-25T18:14:59Z", "Asia/Kathmandu", "2024-02-25"),
        ("2024-02-25 23:30:00+02", "UTC", "2024-02-25"), ("2024-02-25T01:30:00-08:00", "UTC", "2024-02-25"),
        ("2024-02-25T23:30:00-0800", "UTC", "2024-02-26"), ("2024-02-25 23:30:00", "Asia/Tokyo", "2024-02-25"),
    ])
    func zones(text: String, zone: String, expected: String) { #expect(day(text, .standard, zone) == expected) }

    @Test func anUnknownZoneIsNone() { #expect(ZoneOffsets(name: "Europe/Berln") == nil) }
}
