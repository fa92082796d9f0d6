package com.orchestrator.api.fleet;

import java.time.Instant;

/**
 * A principal of the identity provider that was shut out: tokens made before are refused.
 *
 * @param principal as histories and the audit call it
 * @param at what was made up to then is refused
 * @param by who has done it
 */
public record PrincipalCutoff(String principal, Instant at, String by) {}
