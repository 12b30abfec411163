package import Base
internal import Boosting
package import Foundation
internal import Snapshots
internal import Sources

/// Two lists that should be identical to the byte.
package struct ListPair: Sendable {
    /// What the other list was made from, as part of a sentence.
    package let name: String
    package let reference: Data
    package let other: Data
    /// The columns of the listed snapshots that differ, with the number of portals. They are looked up only if the
    /// lists differ.
    package let columns: [(name: String, portals: Int)]

    package init(name: String, reference: Data, other: Data, columns: [(name: String, portals: Int)]) {
        self.name = name
        self.reference = reference
        self.other = other
        self.columns = columns
    }

    package var isSame: Bool { reference == other }

    /// Returns the rows of a list without its header.
    static func rows(_ list: Data) -> [Data.SubSequence] { Array(list.split(separator: 0x0A).dropFirst()) }

    /// The number of rows that only one list has, for the list with more of them.
    var differingRows: Int {
        let left = Set(Self.rows(reference))
        let right = Set(Self.rows(other))
        return max(left.subtracting(right).count, right.subtracting(left).count)
    }
}

/// Check 1: data after a Sunday has no influence on its list.
package enum FutureDeletionCheck {
    /// Judges the pairs of lists.
    ///
    /// - Parameters:
    ///   - pairs: For a past Sunday, the list from data cut at that Sunday and the lists from all data.
    ///   - sunday: The past Sunday.
    ///   - now: For the run's own Sunday, the list from data cut at it and the list from all data. nil if no data comes
    ///     after it.
    ///   - lookingAhead: Whether the population looks ahead by its definition.
    package static func check(
        _ pairs: [ListPair], sunday: Day, now: ListPair?, asOf: Day, removed: (usage: Int, closes: Int),
        lookingAhead: Bool
    ) -> AuditCheck {
        let portals = pairs.first.map { ListPair.rows($0.reference).count } ?? 0
        var summary =
            "With \(AuditText.count(removed.usage, "usage row")) and \(AuditText.count(removed.closes, "close date")) "
            + "after \(sunday) removed, the list for \(sunday) (\(AuditText.count(portals, "portal"))) "
        let failing = pairs.filter { !$0.isSame } + (now.map { $0.isSame ? [] : [$0] } ?? [])
        summary += pairs.allSatisfy(\.isSame) ? "is the same to the byte." : "is another one."
        if let now {
            summary +=
                " So is that for \(asOf), after which there are rows too".replacing(
                    "So is", with: now.isSame ? "So is" : "Not so") + "."
        } else {
            summary += " Nothing in the data comes after \(asOf)."
        }
        let findings = failing.map { pair in
            let names = pair.columns.sorted { ($1.portals, $0.name) < ($0.portals, $1.name) }.prefix(3)
                .map {
                    // A name with a space is a phrase of the comparison, not a column.
                    let title = $0.name.contains(" ") ? $0.name : ColumnTitle.described($0.name)
                    return "\(title): \(AuditText.count($0.portals, "portal"))"
                }
            let more = pair.columns.count > 3 ? " and \(pair.columns.count - 3) more columns" : ""
            let why =
                names.isEmpty
                ? "The portals' own values are the same, so the model learned from what came later."
                : "What differs: \(names.joined(separator: "; "))\(more)."
            return AuditCheck.Finding(
                lookingAhead ? .warning : .failed, pair.name,
                text: "The list \(pair.name) differs in \(pair.differingRows) of "
                    + "\(max(ListPair.rows(pair.reference).count, ListPair.rows(pair.other).count)) rows. \(why)",
                advice: lookingAhead
                    ? "The population `observed-span` looks ahead by its definition; do not act on its lists."
                    : "A later row has a part in an earlier list, so past results are too good. Do not use the list; "
                        + "see how these columns come about.",
                numbers: ["rows": Double(pair.differingRows)])
        }
        return AuditCheck(
            .futureDeletion, summary: summary,
            numbers: ["portals": Double(portals), "usage": Double(removed.usage), "closes": Double(removed.closes)],
            findings: findings)
    }
}

/// Check 3: neither a portal's id nor the place of its rows has an influence on its score.
package enum IdsAndOrderCheck {
    /// Judges the comparison of scores.
    ///
    /// - Parameters:
    ///   - portals: The number of portals with a score on both sides.
    ///   - unmatched: The number of portals with a score on one side only.
    ///   - differing: The number of portals whose scores differ in any bit.
    ///   - moved: The number of ranks at which the two lists have a different probability or status.
    package static func check(portals: Int, unmatched: Int, differing: Int, moved: Int) -> AuditCheck {
        var findings: [AuditCheck.Finding] = []
        if unmatched > 0 || differing > 0 {
            findings.append(
                .init(
                    .failed, "scores",
                    text:
                        "With other ids and the rows in another order, \(differing) of \(portals) portals have another "
                        + "score, and \(unmatched) are on one list alone.",
                    advice:
                        "A score depends on what a portal is called or on where its rows stand in the files. Do not "
                        + "use the list.",
                    numbers: ["differing": Double(differing), "unmatched": Double(unmatched)]))
        }
        if moved > 0 {
            findings.append(
                .init(
                    .failed, "order",
                    text: "With other ids and the rows in another order, the list has another probability or status at "
                        + "\(moved) of \(portals) ranks.",
                    advice: "The order of the list depends on more than scores and recency. Do not use the list.",
                    numbers: ["ranks": Double(moved)]))
        }
        return AuditCheck(
            .idsAndOrder,
            summary: "With the ids dealt to other portals and the rows of all tables in another order, "
                + (findings.isEmpty
                    ? "all \(portals) portals have the same score to the last bit, and the list the same order."
                    : "scores or ranks differ."),
            numbers: [
                "portals": Double(portals), "differing": Double(differing), "unmatched": Double(unmatched),
                "ranks": Double(moved),
            ], findings: findings)
    }
}
