/**
 * {@code ./orchestrator conformance}: what the engine promises, as scenarios that anybody can run against a server. Knows the
 * HTTP contract and nothing else of the engine. Each scenario is one file in {@code scenario}: a definition, what the workers
 * do, and what must then be true. {@code stage} is what a scenario is written in, {@code worker} does the work and keeps the
 * ledger of what was really done, {@code rig} starts servers and kills them.
 */
@NullMarked
package com.orchestrator.conformance;

import org.jspecify.annotations.NullMarked;
