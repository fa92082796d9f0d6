/**
 * Every refusal the system can utter, the one exception that carries it across a module border, and its wire form
 * (RFC 9457). Depends on nothing.
 */
@NullMarked
package com.orchestrator.api.error;

import org.jspecify.annotations.NullMarked;
