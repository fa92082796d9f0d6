package com.orchestrator.maven;

import java.io.File;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Fails as {@code validate} does, and also when there is something that is allowed but probably not meant. */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class LintMojo extends AbstractMojo {

    /** Where the definitions are: files that end in {@code .yaml}, {@code .yml} or {@code .json}, there and below. */
    @Parameter(property = "orchestrator.definitions", defaultValue = "${project.basedir}/src/main/workflows")
    private File definitions;

    /** For Maven, which sets the parameters. */
    public LintMojo() {
        this(new File(""));
    }

    LintMojo(File definitions) {
        this.definitions = definitions;
    }

    @Override
    public void execute() throws MojoFailureException {
        DefinitionFiles.compile(definitions.toPath(), getLog()).requireNoWarning();
    }
}
