/**
 * The job router: jobs by priority, workers by load, one leader among the servers, and a bridge to RabbitMQ. A guest of the engine: it
 * asks its services for everything and keeps nothing but what they do not.
 */
@NullMarked
package com.orchestrator.router;

import org.jspecify.annotations.NullMarked;
