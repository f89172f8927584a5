/// Load against running servers, beside the raw limit of the same machine in the same run: `./baton
/// bench`.
///
/// ```
///   CommandLineInterface ── ScenarioCommand ──► scenario: a question, its goals, a Result
///                               │                   │ plays on a Stage
///                               │                   ├── host   Deployment: baton up, of our own
///                               │                   ├── raw    RawProcess: the limit
///                               │                   └── load   crowds, speakers, LoadRun
///                               │                                 └── watch  what arrives, judged
///                               └──► Report, ReportFile ──► TableCommand: docs/benchmarks.md
/// ```
///
/// What must stay true:
/// - Nothing is measured that was not also judged: each watcher checks order, gaps and repeats, and
///   any of them, or a turn that fails, is exit code 1. A missed goal is not: it is a finding.
/// - The load is open: a slow server does not slow it down.
/// - Servers and the raw limit are processes of their own on the same options. They share the
///   machine with the load, as in every figure that this project has published.
///
/// The micro-benchmarks (JMH) are beside what they measure, in packages of the same names.
@org.jspecify.annotations.NullMarked
package dev.baton.bench;
