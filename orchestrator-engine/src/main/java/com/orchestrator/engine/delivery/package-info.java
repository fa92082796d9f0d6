/**
 * Sends events to webhooks: which server holds which, what is sent when, and what people ask for. How a request goes out is for the
 * {@link com.orchestrator.engine.delivery.Courier} to know.
 */
@NullMarked
package com.orchestrator.engine.delivery;

import org.jspecify.annotations.NullMarked;
