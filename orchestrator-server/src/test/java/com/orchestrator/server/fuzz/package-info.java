/** Requests that nobody would send, thousands of them, and what must not follow from them. */
package com.orchestrator.server.fuzz;
