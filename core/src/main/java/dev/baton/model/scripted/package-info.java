/// A model without a model: it says what a script tells it to. It is the demo that needs no key,
/// the load generator's model and the tests' model.
///
/// What must stay true:
/// - What is said is a function of the request alone. The position in the script is counted in the
///   prompt (user messages; assistant messages since the last of them), so a replica that takes a
///   chat over after a crash hears the same answer, with the same call ids. Stamps, which are asked
///   for, are the exception: they are the time.
/// - A call costs one timer at a time and no thread.
/// - A script that is wrong is a failure of kind `config` that names the wrong key.
///
/// `docs/scripted-model.md` is the manual.
@org.jspecify.annotations.NullMarked
package dev.baton.model.scripted;
