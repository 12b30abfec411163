/// How raw scores become listed probabilities.
package struct CalibrationSettings: Equatable, Sendable {
    /// nil: chosen by what it does out of sample.
    package var method: Calibration.Method?
    /// Conversions that a calibration is fitted on at the least: ten for each of up to three parameters. Peduzzi et al.,
    /// "A simulation study of the number of events per variable in logistic regression analysis", Journal of Clinical
    /// Epidemiology 49, 1996.
    package var leastConversions = 30
    /// The same for isotonic, which has as many parameters as steps.
    package var leastIsotonicConversions = 300

    package init() {}
}
