package dev.baton.chat;

/// One stretch of live parts: a model call or a batch of tools. Its parts are numbered from 1.
public record EpisodeId(ChatId chatId, long historyVersion, long attempt) {}
