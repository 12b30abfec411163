import Base
import Testing

@testable import Modeling

@Suite struct FeatureScanTests {
    static func column(_ name: String, _ kind: ScannedColumn.Kind, _ auc: Double, converted: Int = 150) -> ScannedColumn
    {
        ScannedColumn(name: name, kind: kind, rocAUC: auc, converted: converted, others: 5_000)
    }

    /// Labels 1, 1, 0, 0, 0: the missing values are the two positives, so that they tell everything from either side.
    @Test func missingValuesAreBelowOrAboveAllOthers() {
        let labels = [true, true, false, false, false]
        #expect(ScannedColumn.separation([.nan, .nan, 3, 1, 2], labels: labels) == 1)
        // One of two: pairs with the present positive 5 are all right, those with the missing one all wrong, or right.
        #expect(ScannedColumn.separation([5, .nan, 3, 1, 2], labels: labels) == 1)
        #expect(ScannedColumn.separation([2, 2, 2, 2, 2], labels: labels) == 0.5)
        // The smaller the likelier: the mirror image counts.
        #expect(ScannedColumn.separation([1, 2, 3, 4, 5], labels: labels) == 1)
        #expect(ScannedColumn.separation([1, 2], labels: [true, true]) == nil)
    }

    @Test(arguments: [
        (column("A", .firmographic, 0.96), AuditCheck.Status.failed),
        (column("A", .usage, 0.9995), .failed), (column("A", .usage, 0.99), .warning),
        (column("A", .firmographic, 0.96, converted: 9), .warning),
        (column("A", .firmographic, 0.94), .passed),
    ])
    func columnsAreNamed(_ column: ScannedColumn, _ status: AuditCheck.Status) {
        let check = FeatureScan.check([column, Self.column("B", .usage, 0.6)], missing: [], accepted: [])
        #expect(check.status == status, "\(check)")
        #expect(check.findings.map(\.subject) == (status == .passed ? [] : ["A"]))
        let text = check.findings.first?.text ?? "converted portals"
        #expect(text.contains("\(column.converted) converted portals") || status == .passed)
        #expect(FeatureScan.check([column], missing: [], accepted: ["A"]).status <= .warning)
    }

    /// No model sees an id or a row's place: what tells everything is a note, and the check passes.
    @Test(arguments: [ScannedColumn.Kind.identifier, .position], [5, 150])
    func whatNoModelSeesIsANote(kind: ScannedColumn.Kind, converted: Int) {
        let check = FeatureScan.check(
            [Self.column("A", kind, 1, converted: converted), Self.column("B", .usage, 0.6, converted: converted)],
            missing: [], accepted: [])
        #expect(check.status == .passed)
        #expect(check.findings.map(\.status) == [.note])
        let text = check.findings.first?.text ?? ""
        #expect(
            text.contains("A alone has a ROC-AUC of 1.000 (95% interval [1.000, 1.000]; \(converted) converted portals")
        )
        #expect(check.findings.first?.advice.contains("No model sees") == true)
        // The strongest column is one that a model could use.
        #expect(check.summary.contains("the strongest is B with a ROC-AUC of 0.600"))
    }

    /// Usage may rise before a sale, and the audit only warns of it. What knows customers long before fails.
    @Test(arguments: [
        (EarlySeparation(rocAUC: 0.6, converted: 60, others: 300), 0.99, AuditCheck.Status.warning),
        (EarlySeparation(rocAUC: 0.999, converted: 60, others: 300), 0.99, .failed),
        // Whatever the separation close to the sale.
        (EarlySeparation(rocAUC: 0.999, converted: 60, others: 300), 0.7, .failed),
        // Above zero so early are 12 portals, and all of them buy: at least 76% by the 95% interval. Of 20 portals 12: no.
        (
            EarlySeparation(
                rocAUC: 0.999, converted: 60, others: 300, aboveZero: PureGroup(converted: 12, portals: 12)), 0.7,
            .failed
        ),
        (
            EarlySeparation(
                rocAUC: 0.6, converted: 60, others: 300, aboveZero: PureGroup(converted: 12, portals: 20)), 0.7, .passed
        ),
        // Of nine portals it may be chance.
        (EarlySeparation(rocAUC: 0.999, converted: 9, others: 300), 0.7, .passed),
        // Above the limit, and its interval not.
        (EarlySeparation(rocAUC: 0.955, converted: 12, others: 300), 0.7, .passed),
    ])
    func usageThatKnowsCustomersEarly(early: EarlySeparation, auc: Double, status: AuditCheck.Status) {
        let column = ScannedColumn(
            name: "A", kind: .usage, rocAUC: auc, converted: 60, others: 300, early: early)
        let check = FeatureScan.check([column], missing: [], accepted: [])
        #expect(check.status == status, "\(check)")
        let says = check.findings.contains {
            $0.text.contains("later customers from 300 others with a ROC-AUC of 0.999")
        }
        #expect(says == (status == .failed))
    }

    /// A failing finding beside a note fails.
    @Test func notesHideNothing() {
        let check = FeatureScan.check(
            [Self.column("A", .identifier, 1), Self.column("C", .firmographic, 0.99)], missing: [], accepted: [])
        #expect(check.status == .failed && check.findings.map(\.status) == [.note, .failed])
    }

    /// Names are accepted as the audit prints them; others are named beside the nearest.
    @Test func acceptedNamesAreKnown() throws {
        var configuration = ModelingCompany.configuration
        configuration.audit.accepted = [
            "test-result", "EMPLOYEES", "the order of the ids", "the row's place in its file", "DEALS_30D_LOG1P",
        ]
        try AcceptedFindings.requireKnown(configuration)
        configuration.audit.accepted = ["INDUSTRY", "EMPLOYES"]
        let error = try #require(throws: ModelingError.self) { try AcceptedFindings.requireKnown(configuration) }
        #expect(error.problem == "audit.accepted names 'EMPLOYES', which is not a name that the audit prints.")
        #expect(error.remedy?.contains("The nearest is 'EMPLOYEES'.") == true)
        #expect(error.remedy?.contains("'test-result', 'EMPLOYEES', 'INDUSTRY', 'the id as a number'") == true)
    }

    /// A counter that is above 0 for 12 of 30 converted portals and for nobody else, and one for 12 of 30 and 12 others.
    @Test func valuesThatOnlyCustomersHaveFail() throws {
        let labels = (0..<1_000).map { $0 < 30 }
        let counter = (0..<1_000).map { $0 < 12 ? Double($0 + 1) : 0 }
        let pure = try #require(PureGroup.find(counter, labels: labels))
        #expect(pure == PureGroup(converted: 12, portals: 12))
        // From the other end it is the same.
        #expect(PureGroup.find(counter.map { -$0 }, labels: labels) == pure)
        let mixed = try #require(
            PureGroup.find((0..<1_000).map { $0 < 12 || $0 >= 988 ? 1 : 0 }, labels: labels))
        #expect(mixed == PureGroup(converted: 12, portals: 24))
        #expect(PureGroup.find(counter.map { $0 == 0 ? .nan : $0 }, labels: labels) == pure)
        #expect(PureGroup.find(counter, labels: labels.map { _ in false }) == nil)

        func status(_ group: PureGroup) -> AuditCheck.Status {
            let column = ScannedColumn(
                name: "A", kind: .firmographic, rocAUC: 0.7, converted: 30, others: 970, purest: group)
            return FeatureScan.check([column], missing: [], accepted: []).status
        }
        #expect(status(pure) == .failed)
        #expect(status(mixed) == .passed)
        // All of nine, which is too few; and where every third portal converts, most of a group may.
        #expect(status(PureGroup(converted: 9, portals: 9)) == .passed)
        #expect(!PureGroup(converted: 12, portals: 12).givesAway(all: 0.3))
    }

    @Test(arguments: [
        // Filled in by the sale: nobody who converted lacks it, and nearly everybody else does.
        (
            MissingValues(name: "A", missingConverted: 0, converted: 120, missingOthers: 2_400, others: 2_500),
            AuditCheck.Status.failed
        ),
        // And the other way round: emptied by the sale.
        (MissingValues(name: "A", missingConverted: 110, converted: 120, missingOthers: 0, others: 2_500), .failed),
        // Half of the others lack it.
        (MissingValues(name: "A", missingConverted: 1, converted: 20, missingOthers: 1_250, others: 2_500), .failed),
        // 1% against 11%.
        (MissingValues(name: "A", missingConverted: 2, converted: 150, missingOthers: 532, others: 5_050), .warning),
        // Too few conversions for a verdict.
        (MissingValues(name: "A", missingConverted: 0, converted: 6, missingOthers: 5_000, others: 5_050), .warning),
        // As clear as can be, and too small to matter.
        (
            MissingValues(name: "A", missingConverted: 0, converted: 90_000, missingOthers: 90_000, others: 3_000_000),
            .passed
        ),
        // Large, and chance.
        (MissingValues(name: "A", missingConverted: 1, converted: 5, missingOthers: 30, others: 60), .passed),
        (MissingValues(name: "A", missingConverted: 5, converted: 100, missingOthers: 50, others: 1_000), .passed),
    ])
    func missingRatesAreCompared(_ missing: MissingValues, _ status: AuditCheck.Status) {
        let check = FeatureScan.check([Self.column("B", .usage, 0.6)], missing: [missing], accepted: [])
        #expect(check.status == status, "\(check)")
        if status > .passed {
            #expect(check.findings[0].text.contains("\(missing.missingConverted) of \(missing.converted)"))
            #expect(check.findings[0].text.contains("\(missing.missingOthers) of \(missing.others)"))
        }
    }

    @Test func withoutConversionsThereIsNoVerdict() {
        #expect(FeatureScan.check([], missing: [], accepted: []).status == .skipped)
    }

    @Test(arguments: [(0.96, 41, AuditCheck.Status.failed), (0.96, 12, .warning), (0.94, 41, .passed)])
    func tooGoodATestRaisesTheAlarm(auc: Double, portals: Int, status: AuditCheck.Status) {
        func metrics(_ value: Double?) -> TestMetrics {
            let evaluation = { (auc: Double?) in
                Evaluation(
                    rows: 60_000, positives: 157, baseRate: 0.003, rocAUC: auc, averagePrecision: 0.1, brier: nil,
                    logLoss: nil, atK: [])
            }
            let day = Day(year: 2026, month: 3, day: 1)
            return TestMetrics(
                period: .init(
                    first: day, last: day + 77, sundays: 12, snapshots: 60_000, positives: 157,
                    convertedPortals: portals),
                models: ["lightgbm": evaluation(value), "xgboost": evaluation(0.8), "random": evaluation(0.99)])
        }
        let check = TestResultCheck.check(metrics(auc), accepted: [])
        #expect(check.status == status, "\(check)")
        #expect(check.findings.map(\.subject) == (status == .passed ? [] : ["LightGBM"]))
        #expect(check.summary.contains("\(portals) converted portals"))
        #expect(TestResultCheck.check(metrics(auc), accepted: ["test-result"]).status <= .warning)
        // A feature of usage that is as strong alone explains it; a column that carries the label does not.
        let strong = FeatureScan.check([Self.column("A", .usage, 0.97)], missing: [], accepted: [])
        #expect(TestResultCheck.check(metrics(auc), accepted: [], scan: strong).status <= .warning)
        let leak = FeatureScan.check(
            [Self.column("A", .usage, 0.97), Self.column("B", .firmographic, 0.99)], missing: [], accepted: [])
        #expect(TestResultCheck.check(metrics(auc), accepted: [], scan: leak).status == status)
        let weak = FeatureScan.check([Self.column("A", .usage, 0.8)], missing: [], accepted: [])
        #expect(TestResultCheck.check(metrics(auc), accepted: [], scan: weak).status == status)
    }
}
