/**
 * Workflow definitions written in Java: {@link com.orchestrator.api.definition.Workflow#define Workflow.define} leads to
 * the same document one would write in YAML, with the same content hash. Methods are named after the keys of the
 * document. Java keeps four of these words to itself: {@code switch} is {@code choose}, {@code if} is {@code onlyIf},
 * {@code default} is {@code otherwise}, and the {@code for} of a {@code wait} is {@code lasting}.
 *
 * <p>Only what cannot be written is refused here, by {@link java.lang.IllegalArgumentException}: blank names, an id or key
 * said twice, values that are no JSON. Whether a definition is right is decided by the server alone.
 *
 * <p>A new kind of step is a subclass of {@link com.orchestrator.api.definition.Step} and one method in
 * {@link com.orchestrator.api.definition.Tasks}. Depends on Jackson's tree and on nothing else.
 */
@NullMarked
package com.orchestrator.api.definition;

import org.jspecify.annotations.NullMarked;
