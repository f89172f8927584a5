package dev.baton.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;

/// The walls of the house.
@AnalyzeClasses(packages = "dev.baton", importOptions = DoNotIncludeTests.class)
class PackageRulesTest {

  @ArchTest
  static final ArchRule the_domain_is_plain_java =
      classes()
          .that()
          .resideInAPackage("dev.baton.chat")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.baton.chat", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule only_postgres_speaks_sql =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.baton.postgres")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.sqlclient..", "io.vertx.pgclient..", "org.flywaydb..", "java.sql..");

  @ArchTest
  static final ArchRule nobody_but_the_wiring_sees_postgres =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.baton.postgres", "dev.baton.server")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.baton.postgres");

  @ArchTest
  static final ArchRule only_time_reads_clocks =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.baton.time")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Vertx.class, "setTimer", long.class, io.vertx.core.Handler.class)
          .orShould()
          .callMethod(Vertx.class, "setPeriodic", long.class, io.vertx.core.Handler.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule core_knows_no_http_server =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.vertx.core.http.HttpServer")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext.web..", "com.hazelcast..");

  @ArchTest
  static final ArchRule core_is_asked_how_it_does_and_knows_no_one_who_asks =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..", "io.opentelemetry..");

  @ArchTest
  static final ArchRule deciders_touch_nothing =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Logic")
          .or()
          .haveSimpleName("ChatMachine")
          .or()
          .haveSimpleName("ReplicaLease")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "dev.baton.postgres..", "dev.baton.time..");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.baton.(*)..").should().beFreeOfCycles();
}
