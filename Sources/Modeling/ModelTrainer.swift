internal import Arrow
package import Base
package import Boosting
package import DuckDB
internal import Foundation
package import Snapshots
internal import Synchronization

/// Fits, judges and stores the members: the third stage.
package struct ModelTrainer: Sendable {
    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let database: Database
    private let tuned: [LearnerName: TunedMember]
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// Makes a trainer.
    ///
    /// - Parameters:
    ///   - connection: A connection to the database. All work happens there, on connections of its own.
    ///   - tuned: The result of tuning, if it is to be used.
    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, connection: Connection,
        tuned: [LearnerName: TunedMember] = [:], threads: Int, progress: any ProgressReporter,
        cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        database = connection.database
        self.tuned = tuned
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// The versions of the libraries, by name.
    package static var libraryVersions: [String: String] {
        Dictionary(
            uniqueKeysWithValues: [LearnerName.lightgbm, .xgboost].map {
                ($0.rawValue, $0.learner.version)
            })
    }

    /// Fits on the training period, stops early on the validation period, judges on the test period, and fits the
    /// members for the list on everything matured.
    ///
    /// There is always a model. Periods shrink with the history, and steps for which there is too little data are left
    /// out; see `ListBasis`.
    ///
    /// - Parameters:
    ///   - folder: Receives the members' files in their libraries' own formats.
    ///   - revenue: Learns what customers pay from the same features, beside the members.
    /// - Returns: The members, the test metrics of the members, the ensemble and the baselines, and the revenue model.
    ///   The metrics are nil if few conversions or a short history leave nothing to measure.
    package func train(
        in folder: String, revenue: RevenueTrainer?
    ) throws -> (model: TrainedModel, metrics: TestMetrics?, revenue: RevenueModel?) {
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let connection = try database.connect()
        let evidence = try evidence(features, connection)
        let fallback = SmallData.fallback(
            convertedPortals: evidence.convertedPortals, members: configuration.models.members)
        if fallback?.model == .activity {
            return try trainActivity(features, evidence, connection, revenue: revenue, in: folder)
        }
        let names = fallback == nil ? configuration.models.members : [.logistic]
        let plans = try names.map {
            try MemberPlan(
                $0, configuration: configuration, features: features, threads: max(1, threads / names.count)
            ).tuned(by: tuned[$0], features)
        }
        let fitting = MemberFitting(
            plans: plans, features: features, progress: progress, cancellation: cancellation, threads: threads)
        let outline = Outline(evidence: evidence, fallback: fallback)
        let first = try fitted(fitting, stopsEarly: fallback == nil, connection)
        if let first, !configuration.split.refit {
            let metrics = try judge(first, fitting, progress: progress)
            let model = try store(
                first.fitted, on: first.training, period: first.split.train, fitting: fitting,
                categories: first.rows.categories.values, outline: outline, first: first, metrics: metrics, in: folder)
            return (model, metrics, try revenue?.train(model, in: folder))
        }
        guard let refitted = try refit(fitting, after: first, outline: outline, revenue: revenue, in: folder) else {
            return try trainActivity(features, evidence, connection, revenue: revenue, in: folder)
        }
        return refitted
    }

    /// Trains without a revenue model.
    package func train(in folder: String) throws -> (model: TrainedModel, metrics: TestMetrics?) {
        let (model, metrics, _) = try train(in: folder, revenue: nil)
        return (model, metrics)
    }

    /// Decisions that are made before anything is fitted.
    private struct Outline {
        var evidence: ListBasis.Evidence
        var fallback: SmallData.Fallback?
    }

    private func evidence(_ features: FeatureSet, _ connection: Connection) throws -> ListBasis.Evidence {
        let converted = try BacktestFold.convertedPortals(
            labelsThrough: snapshots.labelsThrough, snapshots: snapshots, features: features, connection: connection)
        return ListBasis.Evidence(
            convertedPortals: converted, customers: snapshots.company.customers,
            weeks: (snapshots.asOf - snapshots.firstSunday) / 7 + 1,
            maturedWeeks: max(0, (snapshots.lastMatured - snapshots.firstSunday + 7) / 7), horizon: snapshots.horizon)
    }

    /// Fits on everything matured. Threads that no member needs judge on the test period and learn what customers pay.
    ///
    /// - Returns: The members, or nil if all rows of the matured Sundays that are fitted on have the same label.
    private func refit(
        _ fitting: MemberFitting, after first: FirstFit?, outline: Outline, revenue: RevenueTrainer?, in folder: String
    ) throws -> (model: TrainedModel, metrics: TestMetrics?, revenue: RevenueModel?)? {
        let period = matured
        let reader = try reader(fitting.features, database.connect())
        let rows = try reader.rows(learnedOn: period)
        let table = try reader.fitting(rows, period)
        guard try LabelledTable(table).hasBothKinds else { return nil }
        // Only early stopping finds a number of rounds. A solver that has converged may need more on other rows.
        let stopped = fitting.plans.filter { $0.patience != nil }.compactMap { plan in
            first.map { (plan.name, max(1, $0.fitted[plan.name]!.rounds)) }
        }
        let metrics = Mutex<TestMetrics?>(nil)
        let learned = Mutex<RevenueModel?>(nil)
        let fitted = try fitting.fit(
            table, validation: nil, rounds: Dictionary(uniqueKeysWithValues: stopped),
            step: "training on all matured snapshots",
            beside: [
                {
                    guard let first else { return }
                    let judged = try judge(first, fitting, progress: SilentProgress())
                    metrics.withLock { $0 = judged }
                },
                {
                    guard let revenue else { return }
                    let model = try revenue.train(
                        fitting.features.features, categories: rows.categories.values, in: folder)
                    learned.withLock { $0 = model }
                },
            ])
        let judged = metrics.withLock { $0 }
        let model = try store(
            fitted, on: table, period: period, fitting: fitting, categories: rows.categories.values, outline: outline,
            first: first, metrics: judged, in: folder)
        return (model, judged, learned.withLock { $0 })
    }

    private func reader(_ features: FeatureSet, _ connection: Connection) -> PeriodReader {
        PeriodReader(
            snapshots: snapshots, features: features, connection: connection,
            sample: TrainingSample(configuration), cancellation: cancellation)
    }

    /// All Sundays that have matured.
    private var matured: SnapshotPeriod {
        Split.matured(
            settings: snapshots.adapted(configuration.split), firstSunday: snapshots.firstSunday,
            labelsThrough: snapshots.labelsThrough,
            horizon: snapshots.horizon)
    }

    /// The split, shortened if the history is short, or nil if there is no room for it.
    private var split: Split? {
        Split.shrunk(
            settings: configuration.split, firstSunday: snapshots.firstSunday, labelsThrough: snapshots.labelsThrough,
            horizon: snapshots.horizon)
    }

    /// The members fitted on the training period.
    private struct FirstFit {
        var fitted: [LearnerName: any Classifier]
        var training: ArrowTable
        /// The queries with the training period's categories.
        var rows: SnapshotRows
        var split: Split
        /// The number of validation snapshots that converted.
        var validationPositives: Int
        /// Whether early stopping found the number of rounds.
        var stoppedEarly: Bool
    }

    /// Fits on the training period. Stops early if the validation period has a conversion.
    ///
    /// - Returns: The members, or nil if the history is too short or all rows of the training period have the same
    ///   label.
    private func fitted(
        _ fitting: MemberFitting, stopsEarly: Bool, _ connection: Connection
    ) throws -> FirstFit? {
        guard let split else { return nil }
        let rows = try reader(fitting.features, connection).rows(learnedOn: split.train)
        let tables = try concurrently(2, threads: threads) {
            let connection = try database.connect()
            try rows.categories.createTables(connection)
            return reader(fitting.features, connection)
        } body: { reader, part in
            try reader.fitting(rows, part == 0 ? split.train : split.validation)
        }
        guard try LabelledTable(tables[0]).hasBothKinds else { return nil }
        let validation = try LabelledTable(tables[1])
        let stopsEarly = stopsEarly && validation.hasBothKinds
        let fitted = try fitting.fit(tables[0], validation: stopsEarly ? tables[1] : nil, step: "training")
        return FirstFit(
            fitted: fitted, training: tables[0], rows: rows, split: split,
            validationPositives: Int(validation.positives), stoppedEarly: stopsEarly)
    }

    /// Judges the members on the test period.
    ///
    /// - Returns: The result, or nil if no portal was free in the test period.
    private func judge(
        _ first: FirstFit, _ fitting: MemberFitting, progress: any ProgressReporter
    ) throws -> TestMetrics? {
        let connection = try database.connect()
        try first.rows.categories.createTables(connection)
        let rates = try ActivityRates(first.rows, period: first.split.train, connection: connection)
        return try TestJudging(
            configuration: configuration, rows: first.rows, rates: rates, connection: connection, threads: threads,
            progress: progress, cancellation: cancellation
        ).judge(first.fitted, plans: fitting.plans, period: first.split.test)
    }

    /// Returns the basis of a list from the members.
    private func basis(_ outline: Outline, first: FirstFit?, metrics: TestMetrics?) throws -> ListBasis {
        let rung: ListBasis.Rung =
            outline.fallback != nil ? .logistic : first?.stoppedEarly == true ? .validated : .fixedRounds
        guard let first else {
            let reason: ListBasis.Unmeasured = split == nil ? .tooShort : .nothingToLearnFrom
            return ListBasis(rung: rung, evidence: outline.evidence, notMeasured: reason.sentence)
        }
        return ListBasis(
            rung: rung, evidence: outline.evidence, split: first.split, settings: configuration.split,
            trainingPositives: Int(try LabelledTable(first.training).positives),
            validationPositives: first.validationPositives, metrics: metrics)
    }

    private func store(
        _ fitted: [LearnerName: any Classifier], on table: ArrowTable, period: SnapshotPeriod, fitting: MemberFitting,
        categories: [String: [String]], outline: Outline, first: FirstFit?, metrics: TestMetrics?, in folder: String
    ) throws -> TrainedModel {
        for member in fitted.values { try member.save(to: folder) }
        let labelled = try LabelledTable(table)
        return TrainedModel(
            features: fitting.features.features, categories: categories, trainedOn: period,
            snapshots: Int(labelled.weights.reduce(0, +).rounded()), positives: Int(labelled.positives),
            rows: table.rowCount, split: first?.split,
            members: try fitting.plans.map { plan in
                let entries = try plan.parameters(balance: labelled.balance).entries
                return .init(
                    name: plan.name, file: plan.learner.fileName, features: fitted[plan.name]!.featureNames,
                    rounds: fitted[plan.name]!.rounds,
                    parameters: Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) }),
                    origin: plan.origin, study: plan.study, version: plan.learner.version)
            }, ensemble: configuration.ensemble, fallback: outline.fallback,
            basis: try basis(outline, first: first, metrics: metrics))
    }

    /// Trains without members: activity ranks, and the base rate or a prior gives the probabilities.
    private func trainActivity(
        _ features: FeatureSet, _ evidence: ListBasis.Evidence, _ connection: Connection, revenue: RevenueTrainer?,
        in folder: String
    ) throws -> (model: TrainedModel, metrics: TestMetrics?, revenue: RevenueModel?) {
        let none = CategoryDictionaries(features, values: [:])
        try none.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: none)
        var basis = ListBasis(
            rung: .activity, evidence: evidence, notMeasured: ListBasis.Unmeasured.tooShort.sentence)
        var metrics: TestMetrics?
        let split = split
        if let split {
            let rates = try ActivityRates(rows, period: split.train, connection: connection)
            metrics = try TestJudging(
                configuration: configuration, rows: rows, rates: rates, connection: connection, threads: threads,
                progress: progress, cancellation: cancellation
            ).judge([:], plans: [], period: split.test)
            let validation = try ActivityRates(rows, period: split.validation, connection: connection)
            basis = ListBasis(
                rung: .activity, evidence: evidence, split: split, settings: configuration.split,
                trainingPositives: Int(rates.positives), validationPositives: Int(validation.positives),
                metrics: metrics)
        }
        let rates = try ActivityRates(rows, period: matured, connection: connection)
        if rates.positives == 0 { basis = basis.asPrior }
        let model = TrainedModel(
            features: features.features, categories: [:], trainedOn: matured, snapshots: Int(rates.snapshots),
            positives: Int(rates.positives), split: split, members: [], ensemble: configuration.ensemble,
            fallback: .init(model: .activity, convertedPortals: evidence.convertedPortals), basis: basis,
            activity: rates)
        return (model, metrics, try revenue?.train(model, in: folder))
    }
}

extension ListBasis {
    /// Makes the basis of a list whose periods have been fitted and measured as far as possible.
    fileprivate init(
        rung: Rung, evidence: Evidence, split: Split, settings: SplitSettings, trainingPositives: Int,
        validationPositives: Int, metrics: TestMetrics?
    ) {
        let test = split.test
        let reason: Unmeasured? =
            if let metrics {
                metrics.period.positives > 0 ? nil : .quietTest(first: test.first, last: test.last)
            } else {
                .emptyTest(first: test.first, last: test.last)
            }
        self.init(
            rung: rung, evidence: evidence,
            training: Period(sundays: split.train.sundays.count, conversions: trainingPositives),
            validation: Period(sundays: split.validation.sundays.count, conversions: validationPositives),
            test: metrics.map { Period(sundays: $0.period.sundays, conversions: $0.period.positives) },
            isShortened: split.validation.sundays.count < settings.validation
                || split.test.sundays.count < settings.test,
            notMeasured: reason?.sentence)
    }

    /// The same basis if no conversion is known.
    fileprivate var asPrior: ListBasis {
        ListBasis(
            rung: .prior, evidence: evidence, training: training, validation: validation, test: test,
            isShortened: isShortened, notMeasured: notMeasured)
    }
}
