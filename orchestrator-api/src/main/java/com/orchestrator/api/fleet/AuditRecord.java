package com.orchestrator.api.fleet;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that somebody has changed, or was about to.
 *
 * @param position counted from 1 without a gap
 * @param entry who, when, what and why, as the document of the API says
 * @param hash of this and all before it
 */
public record AuditRecord(long position, JsonNode entry, String hash) {}
