package io.awe4lb.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Management's floors: resources over streams and security, those over http; tls for itself. */
class ArchitectureTest {

    private static final String ADMIN = "io.awe4lb.admin.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter().importUrl(AdminProvider.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void noPackagesDependOnEachOther() {
        slices().matching(ADMIN + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void httpKnowsNothingOfBalancing() {
        noClasses().that().resideInAPackage(ADMIN + "http").should().dependOnClassesThat().resideInAnyPackage("io.awe4lb.kernel..", ADMIN
                + "security", ADMIN + "streams", ADMIN + "resources", ADMIN + "tls").check(CLASSES);
    }

    @Test
    void theServerIsTheBusinessOfHttpAndOfTls() {
        noClasses().that().resideOutsideOfPackages(ADMIN + "http", ADMIN + "tls").should().dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..").check(CLASSES);
    }

    @Test
    void onlyTheProviderIsForOthers() {
        classes().that().resideInAPackage("io.awe4lb.admin").and().arePublic().should().haveSimpleName("AdminProvider").check(CLASSES);
    }
}
