package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.engine.definition.BuilderDocuments.Pair;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told in Java is what is told in YAML, and everything can be told in Java. */
class BuilderTest {

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    static List<Pair> documents() {
        return BuilderDocuments.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void toldInJava_isTheSameDefinitionAsInYaml(Pair told) {
        CompiledDefinition fromJava = compile(told.built().toJson());
        CompiledDefinition fromYaml = compile(told.yaml());

        assertThat(fromJava.canonical()).hasToString(fromYaml.canonical().toString());
        assertThat(fromJava.sha256()).isEqualTo(fromYaml.sha256());
    }

    @Test
    void everythingTheSchemaKnows_canBeToldInJava() {
        SchemaCoverage coverage = new SchemaCoverage();

        BuilderDocuments.all().stream()
                .map(Pair::built)
                .map(WorkflowDocument::toJson)
                .forEach(coverage::visit);

        assertThat(coverage.unused())
                .as("in the schema, but in no document of BuilderDocuments")
                .isEmpty();
    }

    private CompiledDefinition compile(String text) {
        return compiler.compile(text.getBytes(StandardCharsets.UTF_8));
    }
}
