/// Users, credentials and access over real HTTP and a real PostgreSQL: two replicas without
/// workers.
@org.jspecify.annotations.NullMarked
package dev.baton.server.accounts;
