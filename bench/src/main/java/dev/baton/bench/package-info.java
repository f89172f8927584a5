/// Load against running servers, beside the raw limit of the same machine in the same run.
@org.jspecify.annotations.NullMarked
package dev.baton.bench;
