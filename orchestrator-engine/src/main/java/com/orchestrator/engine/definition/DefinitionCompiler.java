package com.orchestrator.engine.definition;

/** Text of a definition → plan. Stateless. */
public final class DefinitionCompiler {

    public DefinitionCompiler() {}

    /**
     * Compiles YAML or JSON.
     *
     * @param text the document as it was sent
     * @return the canonical document and its plan, with revision 0 until the registry assigns one
     * @throws com.orchestrator.api.error.OrchestratorException {@code MALFORMED_REQUEST} when the text is neither YAML
     *     nor JSON, {@code DEFINITION_INVALID} with every fault found otherwise
     */
    public CompiledDefinition compile(byte[] text) {
        throw new UnsupportedOperationException("being written");
    }
}
