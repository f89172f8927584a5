package dev.baton.store;

/// The doors through which people change things, all of them at one place: the database itself, or
/// one open transaction of it.
public record Stores(
    ChatStore chats, AccountStore accounts, UserStore users, ModelStore models, FileStore files) {}
