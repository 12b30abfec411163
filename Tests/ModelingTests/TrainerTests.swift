import Arrow
import Base
import Boosting
import DuckDB
import Snapshots
import TestSupport
import Testing

@testable import Modeling

/// What is fitted on which Sundays.
@Suite struct TrainerTests {
    /// No label of a period is decided in the next one, and none of the refit after the run's day.
    @Test(arguments: [1, 6, 7, 8, 14, 29, 30, 31, 90], [Weekday.sunday, .wednesday])
    func periodsAreAHorizonApart(horizon: Int, weekday: Weekday) throws {
        let asOf = Day(year: 2026, month: 6, day: 28).onOrBefore(weekday)
        for every in [1, 4] {
            var settings = SplitSettings()
            (settings.validation, settings.test, settings.every) = (5, 3, every)
            let needed = Split.weeksNeeded(settings: settings, horizon: horizon)
            let first = asOf - 7 * (needed - 1)
            #expect(Split(settings: settings, firstSunday: first + 7, labelsThrough: asOf, horizon: horizon) == nil)
            let split = try #require(
                Split(settings: settings, firstSunday: first, labelsThrough: asOf, horizon: horizon))
            #expect(split.train.last + horizon <= split.validation.first)
            #expect(split.validation.last + horizon <= split.test.first)
            #expect(split.test.last + horizon <= asOf)
            #expect(split.test.last + horizon + 7 > asOf)
            let refit = Split.matured(settings: settings, firstSunday: first, labelsThrough: asOf, horizon: horizon)
            #expect(refit.last == split.test.last && refit.first == first && refit.step == every)
            for period in [split.train, split.validation, split.test, refit] {
                #expect(period.last.weekday == weekday && period.sundays.last == period.last)
            }
        }
    }

    @Test func refitTakesEverythingMatured() throws {
        let company = try ModelingCompany()
        let folder = try TemporaryFolder()
        let (model, measured) = try trainer(company).train(in: folder.path)
        let metrics = try #require(measured)
        let matured = ModelingCompany.sunday(39)
        #expect(model.trainedOn.last == matured && matured + 30 <= ModelingCompany.asOf)
        #expect(model.split == company.split && metrics.period.last == matured)
        let rows = try company.rows(learnedOn: model.trainedOn)
        #expect(model.categories == rows.categories.values)
        let (weight, positives) = try company.connection.row(
            SQL(
                unsafe: "SELECT sum(\(SnapshotRows.weight)), sum(\(SnapshotRows.weight) * \(SnapshotRows.label)) "
                    + "FROM (\(rows.fitting([model.trainedOn])))")
        ) { (Int($0.double(0)!), Int($0.double(1)!)) }
        #expect((model.snapshots, model.positives) == (weight, positives))
        #expect(model.names == [.lightgbm, .xgboost, .logistic, .ensemble])
        #expect(
            Set(metrics.models.keys) == [
                "lightgbm", "xgboost", "logistic", "ensemble", "random", "user_weeks_30d",
            ])
        // The members are those of a fit on these rows: the trees that early stopping found, the solver to its end.
        let rounds = Dictionary(uniqueKeysWithValues: model.members.map { ($0.name, $0.rounds) })
        let plan = try MemberPlan(
            .logistic, configuration: company.configuration, features: company.features(), threads: 1)
        let fitted = try fit([plan], company, rows.fitting([model.trainedOn]))[.logistic]!
        #expect(rounds[.logistic] == fitted.rounds)
        let table = try company.table(rows.scoring())
        let stored = try LogisticLearner().load(from: folder.path, threads: 1)
        #expect(
            try stored.probabilities(of: table, features: plan.features)
                == fitted.probabilities(of: table, features: plan.features))
    }

    /// A solver that converged in a few steps on the training period may take more on everything.
    @Test func theSolverIsNotCutShortByTheFirstFit() throws {
        var configuration = ModelingCompany.configuration
        configuration.models.members = [.logistic]
        configuration.features.firmographics = false
        configuration.logistic.maxIter = 200
        configuration.logistic.l2 = 1e6
        let company = try ModelingCompany(configuration)
        let folder = try TemporaryFolder()
        let (model, _) = try trainer(company).train(in: folder.path)
        let plan = try MemberPlan(
            .logistic, configuration: configuration, features: company.features(firmographics: false), threads: 1)
        let rows = SnapshotRows(
            snapshots: company.snapshots, features: company.features(firmographics: false),
            categories: CategoryDictionaries(company.features(firmographics: false), values: [:]))
        let all = try fit([plan], company, rows.fitting([model.trainedOn]), firmographics: false)
        #expect(model.members[0].rounds == all[.logistic]!.rounds)
    }

    /// With the constraint on, more of a feature never lowers a score, and fewer weeks of silence never do.
    @Test func monotoneConstraintsHold() throws {
        var configuration = ModelingCompany.configuration
        configuration.features.monotone = true
        configuration.lightgbm.featureFraction = 1
        configuration.xgboost.colsampleBytree = 1
        configuration.models.members = [.lightgbm, .xgboost]
        let company = try ModelingCompany(configuration)
        let rows = try company.rows(learnedOn: company.split.train)
        let features = company.features()
        let plans = try configuration.models.members.map {
            try MemberPlan($0, configuration: configuration, features: features, threads: 1)
        }
        let fitted = try fit(plans, company, rows.fitting([company.split.train]))
        try company.connection.execute(
            "CREATE TEMP TABLE base AS SELECT * FROM (\(unsafe: rows.fitting([company.split.train]))) ORDER BY ALL LIMIT 300 OFFSET 40"
        )
        let base = try company.table("FROM base")
        var moved = 0
        for feature in features.features where feature.direction != 0 {
            let name = SQL.identifier(feature.name)
            let table = try company.table(
                "SELECT * REPLACE (\(name) + \(Double(feature.direction) * 1.5) AS \(name)) FROM base")
            for plan in plans {
                let model = try #require(fitted[plan.name])
                let before = try model.probabilities(of: base, features: plan.features)
                let after = try model.probabilities(of: table, features: plan.features)
                #expect(zip(before, after).allSatisfy { $0 <= $1 }, "\(plan.name) falls with \(feature.name)")
                if before != after { moved += 1 }
            }
        }
        #expect(moved > 10)
    }

    private func trainer(_ company: ModelingCompany) -> ModelTrainer {
        ModelTrainer(
            configuration: company.configuration, snapshots: company.snapshots, connection: company.connection,
            threads: 2, progress: SilentProgress(), cancellation: Cancellation())
    }

    private func fit(
        _ plans: [MemberPlan], _ company: ModelingCompany, _ rows: String, firmographics: Bool = true
    ) throws -> [LearnerName: any Classifier] {
        try MemberFitting(
            plans: plans, features: company.features(firmographics: firmographics), progress: SilentProgress(),
            cancellation: Cancellation()
        ).fit(company.table(rows), validation: nil, step: "test")
    }
}
