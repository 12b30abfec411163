internal import Base
internal import Boosting
internal import Charts
internal import Modeling
internal import Playbooks
internal import Ranking
internal import Sources

/// The report's section on the list at a glance, for those who act on it.
struct GlanceSection {
    private static let most = 15

    private let content: ReportContent

    init(_ content: ReportContent) { self.content = content }

    var section: ReportDocument.Section {
        .init(id: "glance", title: "The list at a glance", blocks: blocks)
    }

    private var blocks: [ReportDocument.Block] {
        guard let list = content.list else { return [.text("This run has no list.")] }
        var blocks: [ReportDocument.Block] = list.basis.map { [.text($0.text)] } ?? []
        blocks.append(.figures(figures(list)))
        blocks += [BandChart.chart(list, horizon: content.horizon)].compactMap { $0.map { .chart($0) } }
        blocks.append(.table(title: "The best \(list.top.count)", note: topNote(list), top(list)))
        if let playbooks = content.playbooks { blocks.append(self.playbooks(playbooks)) }
        return blocks + changes
    }

    private func figures(_ list: RankedList) -> [KeyFigure] {
        let promise = list.forecast.conversions
        let totals = list.reconciliation
        let statuses = PortalStatus.allCases.map { "\(Numbers.count(list.statuses[$0] ?? 0)) \($0.rawValue)" }
        var figures: [KeyFigure] = [
            .init(
                label: "Free portals on the list", value: Numbers.count(totals.listed),
                note: statuses.joined(separator: ", ")),
            .init(
                label: "Conversions expected within \(Titles.days(content.horizon))",
                value: Numbers.decimal(promise.expected, 1),
                note: "90% interval \(Numbers.count(promise.low)) to \(Numbers.count(promise.high))"
                    + (promise.hasLevel ? "" : ", by chance alone")),
        ]
        if let revenue = list.forecast.revenue {
            figures.append(
                .init(
                    label: "First-year revenue expected", value: Numbers.money(revenue.expected),
                    note: "90% interval \(Numbers.money(revenue.low)) to \(Numbers.money(revenue.high))"))
        }
        if let band = list.forecast.bands.first {
            figures.append(
                .init(
                    label: "Portals in band \(band.band.rawValue)", value: Numbers.count(band.portals),
                    note: "\(Numbers.decimal(band.expected, 1)) conversions expected"))
        }
        if let changes = content.changes {
            figures.append(
                .init(
                    label: "New customers since \(changes.earlier)", value: Numbers.count(changes.newCustomers.count),
                    note:
                        "\(Numbers.count(changes.newCustomers.count { $0.earlierRank.map { $0 <= changes.top } ?? false })) "
                        + "of them among the first \(changes.top) then"))
        }
        figures.append(
            .init(
                label: "Leak audit", value: auditResult,
                note: content.audit == nil ? "not made in this run" : "see section 2"))
        return figures
    }

    private var auditResult: String {
        switch content.audit?.status {
        case nil: "–"
        case .failed: "failed"
        case .warning: "warnings"
        case .passed, .note, .skipped: "passed"
        }
    }

    private func topNote(_ list: RankedList) -> String {
        let totals = list.reconciliation
        var note = "Ranked by \(list.model.inText)"
        if let primary = content.primary { note += ": \(primary.reason)" }
        note +=
            ". \(Numbers.count(totals.known, "portal")) = \(Numbers.count(totals.customers, "customer")) + "
            + "\(Numbers.count(totals.free)) free; \(Numbers.count(totals.free)) free = \(Numbers.count(totals.listed)) listed + "
            + "\(Numbers.count(totals.free - totals.listed)) excluded"
        if !totals.excluded.isEmpty {
            note += " (\(totals.excluded.map { "\(Numbers.count($0.count)) \($0.reason)" }.joined(separator: ", ")))"
        }
        return note + ". The whole list is in \(RankedList.fileName)."
    }

    private func top(_ list: RankedList) -> ResultTable {
        ResultTable(
            [
                .number("Rank"), .text("Portal"), .number("Probability"), .text("Strongest reason"), .text("Status"),
            ],
            rows: list.top.map {
                [
                    "\($0.rank)", $0.id, Numbers.percent($0.probability), $0.reasons.first ?? "–", $0.status.rawValue,
                ]
            })
    }

    private func playbooks(_ report: PlaybookReport) -> ReportDocument.Block {
        .table(
            title: "What the first \(Numbers.count(report.portals)) have in common",
            note: "Their behaviour pattern; the playbook and a first message for each are in the enriched list.",
            ResultTable(
                [.text("Pattern"), .number("Portals")],
                rows: report.patterns.map { [$0.name, Numbers.count($0.count)] }))
    }

    // MARK: What changed

    private var changes: [ReportDocument.Block] {
        guard let changes = content.changes else {
            return [.text("What changed: there is no finished run of an earlier week to compare with.")]
        }
        let weeks = (content.asOf - changes.earlier) / 7
        let since = weeks == 1 ? "since last week" : "since \(changes.earlier), \(Numbers.count(weeks, "week")) ago"
        var text =
            "What changed \(since): \(Numbers.count(changes.entered.count)) of the first \(changes.top) are new there, "
            + "\(Numbers.count(changes.newCustomers.count, "portal")) became "
            + "\(changes.newCustomers.count == 1 ? "a customer" : "customers")."
        if changes.earlierModel != content.list?.model {
            text += " That list was ranked by \(changes.earlierModel.inText)."
        }
        var blocks: [ReportDocument.Block] = [.text(text)]
        if !changes.newCustomers.isEmpty {
            blocks.append(
                .table(
                    title: "New customers since \(changes.earlier)", note: shown(changes.newCustomers.count),
                    ResultTable(
                        [.text("Portal"), .text("Close date"), .number("Rank then"), .number("Probability then")],
                        rows: changes.newCustomers.prefix(Self.most).map {
                            [$0.id, $0.closeDate.description, rank($0.earlierRank), share($0.earlierProbability)]
                        })))
        }
        let customers = Set(changes.newCustomers.map(\.id))
        let kinds: [(String, [ListChanges.Place])] = [
            ("New among the first \(changes.top)", changes.entered),
            ("No longer among the first \(changes.top)", changes.left),
            ("Risen the most", changes.climbers),
        ]
        for (title, places) in kinds where !places.isEmpty {
            blocks.append(
                .table(
                    title: title, note: shown(places.count),
                    ResultTable(
                        [
                            .text("Portal"), .number("Rank"), .number("Rank then"), .number("Probability"),
                            .number("Probability then"),
                        ],
                        rows: places.prefix(Self.most).map {
                            [
                                $0.id, customers.contains($0.id) ? "now a customer" : rank($0.rank),
                                rank($0.earlierRank),
                                share($0.probability), share($0.earlierProbability),
                            ]
                        })))
        }
        return blocks
    }

    private func shown(_ count: Int) -> String {
        count > Self.most ? "The first \(Self.most) of \(Numbers.count(count))." : ""
    }

    private func rank(_ rank: Int?) -> String { rank.map { Numbers.count($0) } ?? "not listed" }
    private func share(_ share: Double?) -> String { share.map(Numbers.percent) ?? "–" }
}
