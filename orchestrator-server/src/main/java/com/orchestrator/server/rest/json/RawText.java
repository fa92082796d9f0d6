package com.orchestrator.server.rest.json;

/** A body that is checked for size and UTF-8 only and parsed by somebody else. */
public record RawText(byte[] bytes) {}
