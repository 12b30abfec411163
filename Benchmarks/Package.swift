// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// What is declared `package` is seen by targets with the package's name, which SwiftPM takes from its folder's.
let root = URL(fileURLWithPath: Context.packageDirectory).deletingLastPathComponent()
let packageName = root.lastPathComponent.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
let insidePackage: [SwiftSetting] = strict + [.unsafeFlags(["-package-name", packageName])]

let nativeLibraries = root.appendingPathComponent(".native/lib").path
let nativeLinking: [LinkerSetting] = [
    .unsafeFlags(["-L\(nativeLibraries)", "-Xlinker", "-rpath", "-Xlinker", nativeLibraries]),
    .unsafeFlags(["-Xlinker", "--disable-new-dtags"], .when(platforms: [.linux])),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "prospect", path: "..")],
    targets: [
        .executableTarget(
            name: "SamplerComparison", dependencies: [.product(name: "Tuning", package: "prospect")],
            path: "SamplerComparison", exclude: ["optuna_comparison.py", "table.py", "compare"], swiftSettings: strict),
        .executableTarget(
            name: "TuningComparison",
            dependencies: [
                .product(name: "Tuning", package: "prospect"), .product(name: "Engines", package: "prospect"),
            ],
            path: "TuningComparison", exclude: ["measure.py", "table.py", "compare"], packageAccess: false,
            swiftSettings: insidePackage,
            linkerSettings: nativeLinking),
        .executableTarget(
            name: "TrainingComparison",
            dependencies: [.product(name: "Engines", package: "prospect")],
            path: "TrainingComparison", exclude: ["compare"], packageAccess: false, swiftSettings: insidePackage,
            linkerSettings: nativeLinking),
        .executableTarget(
            name: "ReasonsComparison",
            dependencies: [
                .product(name: "Modeling", package: "prospect"), .product(name: "Engines", package: "prospect"),
            ],
            path: "ReasonsComparison", exclude: ["compare"], packageAccess: false, swiftSettings: insidePackage,
            linkerSettings: nativeLinking),
    ]
)
