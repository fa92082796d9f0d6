/**
 * The HTTP surface: one resource per subject, each translating a request to a service call and back, and the one table
 * that turns a refusal into a status. Holds no rule. May depend on the packages below it, {@code auth}, {@code metrics}
 * and the service interfaces.
 */
@NullMarked
package com.orchestrator.server.rest;

import org.jspecify.annotations.NullMarked;
