package com.orchestrator.api.fleet;

import java.time.Instant;

/**
 * Somebody has asked a server for more than a quota allows.
 *
 * @param quota the key of the setting behind {@code orchestrator.quota.}
 * @param name the principal or the namespace
 * @param limit what is allowed
 * @param refused requests, and items of batches, that this server has refused since it was started
 * @param lastRefusedAt when it did last
 */
public record QuotaRefusal(String quota, String name, long limit, long refused, Instant lastRefusedAt) {}
