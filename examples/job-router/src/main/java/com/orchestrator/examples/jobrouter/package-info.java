/** Workers of the job router that sum numbers: one that asks over HTTP, one that is fed by RabbitMQ. */
@NullMarked
package com.orchestrator.examples.jobrouter;

import org.jspecify.annotations.NullMarked;
