internal import ArgumentParser
internal import Base
internal import Boosting
internal import Foundation
internal import Modeling
internal import Pipeline

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why one portal has its probability.",
        discussion: """
            Reads the latest finished run and prints what each signal adds to the portal's score, in log-odds: \
            base and contributions add up to the log-odds of the listed probability. "typical" is the median of \
            the free portals.

            EXAMPLES
              prospect explain 14042
              prospect explain 14042 --model ensemble
              prospect explain 14042 --json
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The portal's id.") var id: String
    @Option(help: "Whose list: lightgbm, xgboost, logistic or ensemble. Default: that of the list.")
    var model: ModelName?
    @Flag(help: "Print the explanation as JSON.") var json = false

    func run() throws {
        let explanation = try common.pipeline().explanation(of: id, model: model)
        if json { return Terminal.print(String(decoding: try JSON.encode(explanation), as: UTF8.self)) }
        Terminal.print(ExplanationText(explanation).text)
    }
}

/// An explanation as a table.
struct ExplanationText {
    private let explanation: PortalExplanation

    init(_ explanation: PortalExplanation) { self.explanation = explanation }

    var text: String {
        let band = explanation.band.map { ", band \($0)" } ?? ""
        var table = ResultTable([
            .number("log-odds"), .text("axis"), .text("signal"), .number("value"), .text("typical"),
        ])
        for part in explanation.parts {
            table.add(
                Self.signed(part.contribution), part.axis.rawValue, part.signal.name, part.value,
                part.typical)
        }
        return """
            Portal \(explanation.id) on \(explanation.asOf.withWeekday) by \(explanation.model.title): rank \
            \(Text.count(explanation.rank)) of \(Text.count(explanation.listed)), \(explanation.status)\(band)
            P(\(Text.days(explanation.horizon))) = \(Text.percent(explanation.probability, 2)), log-odds \(Text.decimal(explanation.logOdds, 3)) \
            = base \(Text.decimal(explanation.base, 3)) \
            \(Self.added(explanation.fit)) fit \(Self.added(explanation.intent)) intent
            Percentile among the free portals: fit \(Self.percentile(explanation.fitPercentile)), \
            intent \(Self.percentile(explanation.intentPercentile))

            \(table.text(width: Terminal.width))

            recency and tenure are in days; users are the mean per week, or per day where usage is daily.
            Run: \(explanation.run)
            """
    }

    private static func signed(_ number: Double) -> String { (number < 0 ? "" : "+") + Text.decimal(number, 3) }

    private static func added(_ number: Double) -> String { (number < 0 ? "- " : "+ ") + Text.decimal(abs(number), 3) }

    private static func percentile(_ number: Int?) -> String { number.map(String.init) ?? "–" }
}
