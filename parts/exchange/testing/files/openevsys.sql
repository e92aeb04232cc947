-- MySQL dump 10.13  Distrib 5.7.42, for Linux (x86_64)
--
-- Host: localhost    Database: openevsys
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8 */;

DROP TABLE IF EXISTS `mt_vocab`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `mt_vocab` (
  `vocab_number` varchar(14) NOT NULL,
  `huri_code` varchar(14) DEFAULT NULL,
  `english` text,
  `french` text,
  `otherlanguages` text,
  `list_code` int(11) NOT NULL,
  `visible` varchar(1) NOT NULL DEFAULT 'y',
  `term_order` int(11) NOT NULL DEFAULT '0',
  `parent_vocab_number` varchar(14) NOT NULL,
  `term_level` int(11) NOT NULL,
  PRIMARY KEY (`vocab_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

LOCK TABLES `mt_vocab` WRITE;
/*!40000 ALTER TABLE `mt_vocab` DISABLE KEYS */;
INSERT INTO `mt_vocab` VALUES ('01000000000039','010000000000','Male','Masculin','Hombre',39,'y',1,'0',0),('01010101000004','010101010000','Summary execution','Exécution sommaire','Ejecución sumaria',4,'y',4,'01010100000004',3),('04010000000004','040100000000','Disappearances','Disparitions','Desapariciones',4,'y',20,'0',1),('01010000000018','010100000000','Directly carried out the act','A directement accompli l''acte','Directamente llevó a cabo el acto',18,'y',2,'0',1),('01010000000005','010100000000','Shooting as a method for killing','Tir','Disparo',5,'y',2,'0',1),('01000000000048','010000000000','Estimate','Estimation','Fecha aproximada',48,'y',1,'0',0);
/*!40000 ALTER TABLE `mt_vocab` ENABLE KEYS */;
UNLOCK TABLES;

CREATE TABLE `event` (
  `event_record_number` varchar(45) NOT NULL,
  `event_title` varchar(500) NOT NULL,
  `confidentiality` varchar(1) DEFAULT NULL,
  `initial_date` date DEFAULT NULL,
  `initial_date_type` varchar(14) DEFAULT NULL,
  `final_date` date DEFAULT NULL,
  `final_date_type` varchar(14) DEFAULT NULL,
  `event_description` text,
  `impact_of_event` varchar(500) DEFAULT NULL,
  `remarks` text,
  `violation_status` varchar(14) DEFAULT NULL,
  `files` text,
  `record_grouping` varchar(500) DEFAULT NULL,
  `event_location_latitude` double DEFAULT NULL,
  `event_location_longitude` double DEFAULT NULL,
  PRIMARY KEY (`event_record_number`),
  KEY `initial_date_type` (`initial_date_type`),
  CONSTRAINT `event_ibfk_1` FOREIGN KEY (`initial_date_type`) REFERENCES `mt_48_types_of_dates` (`vocab_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `event` VALUES ('Orlava-1','Quarry Street','y','2031-04-17',NULL,'2031-04-20','01000000000048','Six men came before it was light.\r\nThey said: \"ten minutes\".',NULL,'It''s not known where they are; -- not a comment',NULL,NULL,NULL,41.250001,-65.1);

CREATE TABLE `person` (
  `person_record_number` varchar(45) NOT NULL,
  `counting_unit` varchar(14) DEFAULT NULL,
  `person_name` varchar(500) DEFAULT NULL,
  `other_names` varchar(500) DEFAULT NULL,
  `confidentiality` varchar(1) DEFAULT NULL,
  `date_of_birth` date DEFAULT NULL,
  `sex` varchar(14) DEFAULT NULL,
  `deceased` varchar(1) DEFAULT NULL,
  `number_of_persons_in_group` int(11) DEFAULT NULL,
  `remarks` text,
  PRIMARY KEY (`person_record_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `person` VALUES ('Orlava-2',NULL,'Marek Dolin','Марек Долин','n','1988-02-11','01000000000039','n',NULL,NULL),('Orlava-3',NULL,'Second Guard',NULL,NULL,NULL,NULL,NULL,26,NULL);
INSERT INTO `person` (`person_record_number`, `person_name`, `confidentiality`) VALUES ('Orlava-4', 'Window', 'y');

CREATE TABLE `act` (
  `act_record_number` varchar(45) NOT NULL,
  `event` varchar(45) NOT NULL,
  `victim` varchar(45) DEFAULT NULL,
  `confidentiality` varchar(1) DEFAULT NULL,
  `type_of_act` varchar(14) DEFAULT NULL,
  `initial_date` date DEFAULT NULL,
  `initial_date_type` varchar(14) DEFAULT NULL,
  `exact_location` text,
  `stated_reason` text,
  `physical_consequences` text,
  `final_date` date DEFAULT NULL,
  `remarks` text,
  `act_location_latitude` double DEFAULT NULL,
  `act_location_longitude` double DEFAULT NULL,
  PRIMARY KEY (`act_record_number`,`event`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `act` VALUES ('Orlava-5','Orlava-1','Orlava-2',NULL,'04010000000004','2031-04-17',NULL,'4 Quarry Street, second entrance','\"a few questions\"',NULL,NULL,NULL,NULL,NULL);

CREATE TABLE `involvement` (
  `involvement_record_number` varchar(45) NOT NULL,
  `act` varchar(45) NOT NULL,
  `perpetrator` varchar(45) DEFAULT NULL,
  `event` varchar(45) DEFAULT NULL,
  `confidentiality` varchar(1) DEFAULT NULL,
  `degree_of_involvement` varchar(14) DEFAULT NULL,
  `latest_status_as_perpetrator_in_the_act` varchar(14) DEFAULT NULL,
  `remarks` text,
  PRIMARY KEY (`involvement_record_number`,`act`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `involvement` VALUES ('Orlava-6','Orlava-5','Orlava-3','Orlava-1',NULL,'01010000000018',NULL,NULL);

CREATE TABLE `information` (
  `information_record_number` varchar(45) NOT NULL,
  `event` varchar(45) DEFAULT NULL,
  `source` varchar(45) DEFAULT NULL,
  `related_person` varchar(45) DEFAULT NULL,
  `related_event` varchar(45) DEFAULT NULL,
  `confidentiality` varchar(1) DEFAULT NULL,
  `date_of_source_material` date DEFAULT NULL,
  `remarks` text,
  PRIMARY KEY (`information_record_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `information` VALUES ('Orlava-7','Orlava-1','Orlava-4',NULL,NULL,'y','2031-04-18','She saw it herself.');

CREATE TABLE `mlt_act_method_of_violence` (
  `vocab_number` varchar(14) NOT NULL,
  `record_number` varchar(45) NOT NULL,
  PRIMARY KEY (`vocab_number`,`record_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO `mlt_act_method_of_violence` VALUES ('01010000000005','Orlava-5');

CREATE TABLE `gacl_acl` (`id` int(11) NOT NULL, `note` text);
INSERT INTO `gacl_acl` VALUES (10,'rights of the program itself');
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `act` FOR EACH ROW SET NEW.remarks = ';' */;;
DELIMITER ;
-- Dump completed on 2031-05-04 12:00:00
