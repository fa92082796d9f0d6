package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrderSagaDefinitionTest {

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    @Test
    void theExampleSaga_compilesWithoutAWord() throws IOException {
        byte[] text = Files.readAllBytes(Path.of("../examples/order-saga/src/main/resources/order-saga.yaml"));

        CompiledDefinition compiled = compiler.compile(text);

        assertThat(compiled.warnings()).isEmpty();
        assertThat(compiled.plan().name()).isEqualTo("order-saga");
    }

    @Test
    void canonicalForm_compilesToItself() throws IOException {
        byte[] text = Files.readAllBytes(Path.of("../examples/order-saga/src/main/resources/order-saga.yaml"));

        CompiledDefinition compiled = compiler.compile(text);
        CompiledDefinition again = compiler.compile(compiled.canonical().bytes());

        assertThat(again.sha256()).isEqualTo(compiled.sha256());
    }
}
