package com.orchestrator.server.rest;

import com.orchestrator.server.quota.Quotas;

/**
 * What holds for requests that wait for a result.
 *
 * @param drain answers them with what is known when the server is about to stop
 * @param quotas how many there may be
 */
public record Waits(Drain drain, Quotas quotas) {}
