/** Tokens that servers make, keep and take back, beside those of the settings (ADR 62). */
@NullMarked
package com.orchestrator.server.tokens;

import org.jspecify.annotations.NullMarked;
