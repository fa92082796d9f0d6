/**
 * Everything an application needs to do the engine's work and to start runs: the worker, the context its handlers see,
 * and a small client. Speaks the HTTP contract and nothing else; depends on {@code orchestrator-api} and Jackson alone.
 *
 * <p>Threads: one loop owns every decision of a worker (slots, leases, reports), so those classes need no locks;
 * handlers run on their own threads and talk to the loop by posting to it. A lease is trusted by the monotonic clock
 * from the moment it was received, minus a margin, so that a worker stops before the server gives its task away.
 */
@NullMarked
package com.orchestrator.worker;

import org.jspecify.annotations.NullMarked;
