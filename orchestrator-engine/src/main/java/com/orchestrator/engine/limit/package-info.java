/**
 * Limits as rules that attempts are held to: which of them an attempt has to ask, and how many of them have room. Pure: knows neither
 * stores nor lanes. What a rule has given out stands in rows; who wants to take locks the rule's row first, who ends only deletes.
 */
@NullMarked
package com.orchestrator.engine.limit;

import org.jspecify.annotations.NullMarked;
