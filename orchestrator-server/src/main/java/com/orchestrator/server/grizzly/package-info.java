/**
 * Guards the connections of Grizzly, on which Payara stands: how many there are, and that none holds an answer for ever. Without Grizzly
 * nothing here is loaded.
 */
@NullMarked
package com.orchestrator.server.grizzly;

import org.jspecify.annotations.NullMarked;
