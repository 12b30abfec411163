package import Snapshots

/// What `Modeling` is told, with the settings of the stages before it.
@dynamicMemberLookup
package struct ModelingSettings: Equatable, Sendable {
    package var walk = WalkSettings()
    package var split = SplitSettings()
    package var training = TrainingSettings()
    package var models = ModelSettings()
    package var lightgbm = LightGBMParameters()
    package var xgboost = XGBoostParameters()
    package var logistic = LogisticParameters()
    package var ensemble = EnsembleSettings()
    package var tuning = TuningSettings()
    package var calibration = CalibrationSettings()
    package var ranking = RankingSettings()
    package var audit = AuditSettings()
    /// The seed of everything that is drawn at random.
    package var seed = 42

    package init() {}

    package subscript<Value>(dynamicMember member: WritableKeyPath<WalkSettings, Value>) -> Value {
        get { walk[keyPath: member] }
        set { walk[keyPath: member] = newValue }
    }
}

/// The periods of training, validation and test.
package struct SplitSettings: Equatable, Sendable {
    /// Validation period in weeks, used by early stopping.
    package var validation = 12
    /// Test period in weeks, used by the metrics.
    package var test = 12
    /// Train on every n-th Sunday, counted back from the end of the training period.
    package var every = 2
    /// Refit on all matured snapshots with the rounds that early stopping found, before ranking.
    package var refit = true

    package init() {}
}

/// What of the training period a model is fitted on.
package struct TrainingSettings: Equatable, Sendable {
    /// At most about so many rows are fitted on: all that converted, and a weighted sample of the others.
    package var maxRows = 1_000_000

    package init() {}
}
