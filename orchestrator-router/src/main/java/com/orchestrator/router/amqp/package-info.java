/** The bridge to RabbitMQ: what is published, what comes back, and how a broker that is not there is borne. */
@NullMarked
package com.orchestrator.router.amqp;

import org.jspecify.annotations.NullMarked;
