// swift-tools-version: 6.2
import PackageDescription

// Scripts/native-libs puts the pinned LightGBM, XGBoost and DuckDB here. The run path is an RPATH, not a
// RUNPATH: only the former is searched for the libraries' own dependencies too.
let nativeLibraries = "\(Context.packageDirectory)/.native/lib"
#if os(macOS)
    let runPath = ["-Xlinker", "-rpath", "-Xlinker", nativeLibraries]
#else
    let python: [String]
    #if arch(arm64)
        // The only DuckDB library for this platform is the one inside the Python module; see Documentation/Building.md.
        python = ["-Xlinker", "-l:libpython3.11.so.1.0"]
    #else
        python = []
    #endif
    let runPath = ["-Xlinker", "-rpath", "-Xlinker", nativeLibraries, "-Xlinker", "--disable-new-dtags"] + python
#endif
let nativeLinking: [LinkerSetting] = [.unsafeFlags(["-L\(nativeLibraries)"] + runPath)]

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: [Target.Dependency] = [
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

func source(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    linking: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict, linkerSettings: linking)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency], exclude: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Benchmarks/\(name)", exclude: exclude, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

let dashboardResources = [
    "layout.mustache", "list.mustache", "portal.mustache", "model.mustache", "data.mustache", "runs.mustache",
    "run.mustache", "compare.mustache", "login.mustache", "message.mustache", "dashboard.css", "dashboard.js",
    "icon.svg", "openapi.json",
]

let package = Package(
    name: "prospect",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "prospect", targets: ["ProspectMain"]),
        .library(name: "Prospect", targets: ["Prospect"]),
    ],
    dependencies: [
        // The versions that are tested. Scripts/try-newer-dependencies tries the newest.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // Level 0: C libraries, and what knows no prospects: days, errors, progress, cancellation.
        .systemLibrary(name: "CArrow"),
        .systemLibrary(name: "CDuckDB"),
        .systemLibrary(name: "CLightGBM"),
        .systemLibrary(name: "CXGBoost"),
        source("Base"),

        // Level 1: engines. Each wraps one library or one method and knows nothing of prospects.
        source("Arrow", ["CArrow", "Base"]),
        source("DuckDB", ["CDuckDB", "CArrow", "Arrow", "Base"], linking: nativeLinking),
        source("Boosting", ["CLightGBM", "CXGBoost", "Arrow", "Base"], linking: nativeLinking),
        source("Tuning", ["Base"]),
        source("UsageStore", ["Base"]),
        source("Spark", ["Base", subprocess, systemPackage]),
        source(
            "Charts", ["Base", mustache],
            resources: ["chart.mustache", "table.mustache", "charts.css", "charts.js"].map {
                .embedInCode("Resources/\($0)")
            }),

        source("ChatCompletion", ["Base", httpClient, nioCore, nioHTTP, crypto]),
        // The engine of keys; each stage declares its own.
        source("Settings", ["Base", yams]),

        // Level 2: stages, in the order of the data. Each imports earlier ones only.
        source("Sources", ["Base", "DuckDB", "Settings", "Spark", "UsageStore", yams]),
        source("Snapshots", ["Base", "DuckDB", "Settings", "Sources", "UsageStore"]),
        source(
            "Modeling",
            ["Base", "Arrow", "Boosting", "DuckDB", "Settings", "Tuning", "Sources", "Snapshots", yams]),
        source("Ranking", ["Base", "DuckDB", "Sources", "Snapshots", "Modeling"]),
        source(
            "Playbooks",
            ["Base", "ChatCompletion", "DuckDB", "Settings", "Sources", "Snapshots", "Modeling", "Ranking", yams]),
        source(
            "Reporting",
            ["Base", "Charts", "DuckDB", "Sources", "Snapshots", "Modeling", "Ranking", "Playbooks", mustache],
            resources: ["report.mustache", "block.mustache", "figure.mustache", "blocks.css", "report.css"].map {
                .embedInCode("Resources/\($0)")
            }),
        // Beside them: a company that is made up.
        source("SampleCompany", ["Base", "Boosting", "DuckDB", "Sources"]),

        // Level 3: joins the stages and owns the run folder.
        source(
            "Pipeline",
            [
                "Base", "DuckDB", "Settings", "Sources", "Snapshots", "Modeling", "Ranking", "Playbooks", "Reporting",
                "Charts", "ChatCompletion", "Spark", "UsageStore", "Arrow", "Boosting", "Tuning", yams, crypto, logging,
            ]),

        // The public library.
        source(
            "Prospect",
            [
                "Base", "Arrow", "Boosting", "Settings", "Sources", "Snapshots", "Modeling", "Ranking", "Pipeline",
                logging,
            ]),

        // Shows the run folders that Pipeline leaves.
        source(
            "Dashboard",
            [
                "Modeling", "Ranking", "Base", "DuckDB", "Charts", "Tuning", "Settings", "Sources", "Snapshots",
                "Playbooks", "Reporting", "Pipeline", hummingbird, httpTypes, mustache, crypto, logging, metrics,
                nioCore,
            ] + lifecycle,
            resources: dashboardResources.map { .embedInCode("Resources/\($0)") }),

        // Level 4: the command line.
        source(
            "ProspectCLI",
            [
                "Ranking", "Reporting", "Base", "Settings", "Sources", "Snapshots", "Modeling", "Playbooks", "Pipeline",
                "SampleCompany", "Dashboard", argumentParser, logging,
            ]),
        // Not "prospect": on a file system that ignores case, its module would be that of the library.
        .executableTarget(
            name: "ProspectMain", dependencies: ["ProspectCLI"], swiftSettings: strict,
            plugins: ["ReadCommit"]),
        .plugin(name: "ReadCommit", capability: .buildTool()),

        // Programs that measure parts of this package beside their peers.
        benchmark("SamplerComparison", ["Base", "Tuning"], exclude: ["optuna_comparison.py", "table.py", "compare"]),
        benchmark(
            "TuningComparison", ["Arrow", "Boosting", "DuckDB", "Base", "Sources", "Snapshots", "Tuning"],
            exclude: ["measure.py", "table.py", "compare"]),
        benchmark(
            "TrainingComparison", ["Arrow", "Boosting", "CLightGBM", "CXGBoost", "DuckDB"], exclude: ["compare"]),
        benchmark(
            "ReasonsComparison", ["Arrow", "Boosting", "DuckDB", "Modeling", "Base", "Sources", "Snapshots"],
            exclude: ["compare"]),

        .target(
            name: "TestSupport", dependencies: ["Base", "DuckDB", "Sources", "Snapshots", "UsageStore"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("Base", ["Base"]),
        tests("Charts", ["Base", "Modeling", "Charts", "TestSupport"]),
        tests("Arrow", ["Arrow", "CArrow", "DuckDB"]),
        tests("DuckDB", ["DuckDB", "Arrow", "Base", "Sources", "Snapshots", "TestSupport"]),
        tests(
            "Boosting", ["Boosting", "Arrow", "DuckDB", "Base", "Sources", "Snapshots", "TestSupport"],
            resources: [.copy("Resources")]),
        tests("ChatCompletion", ["ChatCompletion", "Base", "Sources", "Snapshots", "TestSupport"]),
        tests("Ranking", ["Modeling", "Ranking", "Base", "Sources", "Snapshots", "DuckDB", "TestSupport"]),
        tests(
            "Playbooks",
            [
                "Modeling", "Ranking", "Playbooks", "ChatCompletion", "Base", "Sources", "Snapshots", "DuckDB",
                "TestSupport",
            ]),
        tests(
            "Reporting",
            ["Modeling", "Ranking", "Reporting", "Charts", "Base", "Sources", "Snapshots", "DuckDB", "TestSupport"]),
        tests("Prospect", ["Prospect", "SampleCompany", "TestSupport"]),
        tests(
            "Settings",
            [
                "Base", "Settings", "Sources", "Snapshots", "Modeling", "Playbooks", "Boosting", "Spark", "Pipeline",
                "ChatCompletion",
            ]),
        tests("Spark", ["Spark", "Base", "Sources", "Snapshots", "DuckDB", "TestSupport"]),
        tests("Sources", ["Base", "Sources", "Snapshots", "DuckDB", "TestSupport"]),
        tests("Command", ["Modeling", "Ranking", "ProspectCLI", "DuckDB", "TestSupport"]),
        tests(
            "Dashboard",
            [
                "Ranking",
                "Dashboard", "Playbooks", "Reporting", "Pipeline", "Modeling", "Settings", "SampleCompany", "Tuning",
                "Base", "Sources", "Snapshots", "DuckDB", "TestSupport", hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                httpTypes,
                logging, nioCore,
            ]),
        tests(
            "Pipeline",
            [
                "Ranking", "Reporting", "Pipeline", "Modeling", "Base", "Sources", "Snapshots", "Settings",
                "SampleCompany", "DuckDB", "TestSupport", logging,
            ]),
        tests("Tuning", ["Tuning", "Base", "Sources", "Snapshots", "TestSupport"], exclude: ["References"]),
        tests("SampleCompany", ["SampleCompany", "Base", "Sources", "Snapshots", "DuckDB"]),
        tests(
            "Snapshots",
            ["Modeling", "Base", "DuckDB", "SampleCompany", "Sources", "Snapshots", "TestSupport", "UsageStore"]),
        tests("UsageStore", ["Base", "Sources", "Snapshots", "UsageStore", "TestSupport"]),
        tests(
            "Modeling",
            ["Modeling", "Base", "Sources", "Snapshots", "Arrow", "Boosting", "DuckDB", "Tuning", "TestSupport"],
            resources: [.copy("Resources")]),
    ]
)
