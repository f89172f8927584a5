/// x
@org.jspecify.annotations.NullMarked
package dev.baton.stream;
